import express from "express";
import type { RequestHandler } from "express";
// The index of the package would load the whole page into this process.
import assetsFolder from "swagger-ui-dist/absolute-path.js";

/** The page that renders openapi.yaml; its scripts and styles are served by us, so it works without a network. */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>kypho-fhir API</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
  </head>
  <body>
    <div id="reference"></div>
    <script src="/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/docs/assets/start.js"></script>
  </body>
</html>
`;

const START = `window.ui = SwaggerUIBundle({ url: "/openapi.yaml", dom_id: "#reference", deepLinking: true, validatorUrl: null });
`;

/** Serves what the page loads. */
export function docsAssets(): RequestHandler {
  const router = express.Router();
  router.get("/start.js", (_request, response) => {
    response.type("text/javascript").send(START);
  });
  router.use(express.static(assetsFolder(), { index: false }));
  return router;
}
