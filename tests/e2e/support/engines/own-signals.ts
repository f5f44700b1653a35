/**
 * Tells the browser libraries not to catch signals: their handlers keep this process alive after SIGTERM, so a
 * stuck test could not be ended. It just dies, and what it started is ended from outside.
 */
export const OWN_SIGNALS = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
