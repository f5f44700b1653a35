export default {
  mode: "production",
  entry: "./src/main.tsx",
  output: { publicPath: "/" },
  resolve: { extensions: [".tsx", ".ts", ".js"] },
  module: { rules: [{ test: /\.tsx?$/, loader: "ts-loader" }] },
  performance: { hints: false },
};
