/** The dihedral group D5: its products, and the permutation that each position applies once more. */
const PRODUCT = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
  [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
  [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
  [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
  [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
  [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
  [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
  [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
  [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];
const PERMUTATION = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/** Whether the last digit is Verhoeff's check digit, as in every SNOMED CT identifier. https://confluence.ihtsdotools.org/display/DOCRELFMT/5.5+Check-digit+Computation */
export function hasVerhoeffCheckDigit(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .reduce((check, digit, position) => {
      let permuted = Number(digit);
      for (let times = 0; times < position % 8; times++) permuted = PERMUTATION[permuted] ?? 0;
      return PRODUCT[check]?.[permuted] ?? 0;
    }, 0);
  return sum === 0;
}

/** Whether the digit after the hyphen is LOINC's check digit (mod 10, by Luhn). https://loinc.org/kb/faq/structure/ */
export function hasLoincCheckDigit(code: string): boolean {
  const [number = "", digit = ""] = code.split("-");
  const sum = Array.from(number)
    .reverse()
    .reduce((total, char, position) => {
      const weighted = Number(char) * (position % 2 === 0 ? 2 : 1);
      return total + Math.floor(weighted / 10) + (weighted % 10);
    }, 0);
  return (10 - (sum % 10)) % 10 === Number(digit);
}
