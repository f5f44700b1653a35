// Prints how Cardlet compares with its peers: `npm run bench` after `npm run build`.
import "../bench/run.ts";
