// A Bluesky network on loopback: a server that keeps accounts, and the directory of its identifiers in memory.
// With an empty database of PostgreSQL it has the public view of the network too, as the AppView gives it.
// node serve.mjs FOLDER [POSTGRESQL]  keeps its files in FOLDER, prints a line of JSON when ready, ends with its input.

import { randomBytes } from "node:crypto";
import net from "node:net";
import path from "node:path";

const LOOPBACK = "127.0.0.1";
const DOMAIN = ".test";
const [folder, postgres] = process.argv.slice(2);
if (!folder) {
  console.error("Say which folder the network keeps its files in: node serve.mjs FOLDER [POSTGRESQL]");
  process.exit(2);
}

// All of them listen on every address unless they are told not to, and cannot be told.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  return typeof port === "number" ? listen.call(this, { port, host: LOOPBACK }, ...rest) : listen.call(this, port, ...rest);
};

process.env.LOG_ENABLED = "false";
process.env.NODE_ENV = "production";
const { PDS } = await import("@atproto/pds");
const { Database, PlcServer } = await import("@did-plc/server");
const { startView } = await import("./view.mjs");

const plc = PlcServer.create({ db: Database.mock(), port: await free() });
const directory = await plc.start();
const plcUrl = `http://${LOOPBACK}:${directory.address().port}`;
const pds = await PDS.fromEnv(settings(await free(), plcUrl));
const server = await pds.start();
const pdsUrl = `http://${LOOPBACK}:${server.address().port}`;

const viewUrl = postgres ? `http://${LOOPBACK}:${await startView(postgres, plcUrl, pdsUrl)}` : "";

// Nothing is kept, so nothing is closed.
process.stdin.on("end", () => process.exit(0)).resume();
console.log(JSON.stringify({ pds: pdsUrl, plc: plcUrl, view: viewUrl, domain: DOMAIN }));

// The server writes its own address into each identifier, so its port is known before it listens.
function free() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once("error", reject);
    probe.listen(0, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function settings(port, didPlcUrl) {
  const secret = () => randomBytes(32).toString("hex");
  return {
    port,
    hostname: "localhost",
    devMode: true,
    inviteRequired: false,
    serviceHandleDomains: [DOMAIN],
    dataDirectory: folder,
    blobstoreDiskLocation: path.join(folder, "blobs"),
    didPlcUrl,
    crawlers: [],
    dpopSecret: secret(),
    jwtSecret: secret(),
    adminPassword: secret(),
    plcRotationKeyK256PrivateKeyHex: secret(),
  };
}
