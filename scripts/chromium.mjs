// Unpacks the Chromium of @sparticuz/chromium, with the libraries it needs, into node_modules/.chromium.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const target = join(dirname(dirname(fileURLToPath(import.meta.url))), "node_modules", ".chromium");
mkdirSync(target, { recursive: true });
process.env.TMPDIR = target;
// The package unpacks its libraries (NSS, expat) only where it believes itself to run on that platform.
process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs20.x";
const { default: chromium } = await import("@sparticuz/chromium");
console.log(await chromium.executablePath());
