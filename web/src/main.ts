/** Which page an address shows. */
import "./style/style.css";
import { parsedAddress } from "./client/addresses.ts";
import { showClient } from "./client/client-page.ts";
import { showLauncher } from "./launcher/launcher-page.ts";
import { Tab } from "./session/tab.ts";

const root = document.getElementById("app");
if (root === null) throw new Error("The page has no element #app.");

const client = parsedAddress(location.pathname);
if (client === null) {
  void showLauncher(root);
} else {
  const tab = new Tab(sessionStorage);
  addEventListener("pagehide", () => tab.leave());
  addEventListener("pageshow", (event) => event.persisted && tab.comeBack());
  void showClient(root, client.project, tab);
}
