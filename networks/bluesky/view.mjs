// The network's public view: what anyone sees of every account, kept in PostgreSQL and fed by the servers.

import { BskyAppView, DataPlaneServer, Database, RepoSubscription, ServerConfig } from "@atproto/bsky";
import { Secp256k1Keypair } from "@atproto/crypto";

const NOBODY = "did:web:nobody.test";

// Starts a view of the accounts of one server, and gives the port it listens on.
export async function startView(postgres, plcUrl, pdsUrl) {
  const db = new Database({ url: postgres, schema: "bluesky" });
  await db.migrateToLatestOrThrow();
  const store = await DataPlaneServer.create(db, 0, plcUrl, globalThis.fetch);
  const config = new ServerConfig(settings(store.server.address().port, plcUrl));
  const view = BskyAppView.create({ config, signingKey: await Secp256k1Keypair.create() });
  for (const { handle } of [store.idResolver, view.ctx.idResolver]) handle.resolve = (name) => holder(name, pdsUrl);
  const feed = new RepoSubscription({ service: pdsUrl.replace("http", "ws"), db, idResolver: store.idResolver });
  const server = await view.start();
  feed.start();
  return server.address().port;
}

// Handles of the tests are in no domain name system: the server that gave them out says whose they are.
async function holder(handle, pdsUrl) {
  const answer = await fetch(`${pdsUrl}/xrpc/com.atproto.identity.resolveHandle?${new URLSearchParams({ handle })}`);
  return answer.ok ? (await answer.json()).did : undefined;
}

function settings(storePort, didPlcUrl) {
  const none = () => new Set();
  return {
    port: 0,
    publicUrl: "http://localhost",
    serverDid: "did:web:localhost",
    didPlcUrl,
    dataplaneUrls: [`http://127.0.0.1:${storePort}`],
    dataplaneHttpVersion: "1.1",
    bsyncUrl: "http://127.0.0.1:9",
    bsyncHttpVersion: "1.1",
    modServiceDid: NOBODY,
    labelsFromIssuerDids: [],
    adminPasswords: [],
    alternateAudienceDids: [],
    etcdHosts: [],
    disableSsrfProtection: true,
    maxThreadParents: 50,
    feedGenSkeletonTimeout: 5000,
    draftsLimit: 0,
    visibilityTagHide: "",
    visibilityTagRankPrefix: "",
    bigThreadUris: none(),
    searchTagsHide: none(),
    searchTagsHideAll: none(),
    threadTagsBumpDown: none(),
    threadTagsHide: none(),
    debugFieldAllowedDids: none(),
  };
}
