import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where each program may be, and the Debian package that brings it. */
const programs = {
  chromium: { package: "chromium", names: ["chromium"], folders: pathFolders },
  // The same engine without a browser's windows, which cost more than the pages; some systems do not pack it.
  chromiumShell: {
    package: "chromium-headless-shell",
    names: ["chromium-headless-shell", "chromium"],
    folders: pathFolders,
  },
  firefox: { package: "firefox-esr", names: ["firefox-esr", "firefox"], folders: pathFolders },
  webkitDriver: { package: "webkit2gtk-driver", names: ["WebKitWebDriver"], folders: pathFolders },
  miniBrowser: { package: "libwebkit2gtk-4.1-0", names: ["MiniBrowser"], folders: webkitFolders },
  xvfb: { package: "xvfb", names: ["Xvfb"], folders: pathFolders },
};

export type Program = keyof typeof programs;

/** The full path of a program the tests drive; throws a one-line hint when it is not installed. */
export function findBinary(program: Program): string {
  const { names, folders, package: debianPackage } = programs[program];
  for (const name of names) {
    for (const folder of folders()) {
      const file = join(folder, name);
      if (isExecutable(file)) return file;
    }
  }
  throw new Error(`${names[0]} was not found: apt-get install ${debianPackage}`);
}

function pathFolders(): string[] {
  return (process.env.PATH ?? "").split(delimiter).filter(Boolean);
}

/** MiniBrowser is kept out of PATH, in a folder that is named after the machine's architecture. */
function webkitFolders(): string[] {
  return readdirSync("/usr/lib")
    .filter((name) => name.endsWith("-linux-gnu"))
    .map((name) => join("/usr/lib", name, "webkit2gtk-4.1"));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
