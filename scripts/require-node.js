// Plain JavaScript that any Node runs: says what to do where the npm package `node` could not bring Node 24.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(
    `kypho-fhir needs Node.js 24 and found ${process.versions.node}. ` +
      "`npm ci` installs it as the package `node`, unless scripts are switched off (--ignore-scripts): " +
      "run `npm rebuild node` or install Node.js 24.",
  );
  process.exit(1);
}
