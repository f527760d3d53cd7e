// A record of Seihon judged by code that shares nothing with it: yauzl reads the container, pkijs the CMS, the
// chains, the revocation lists and the timestamp.
//
//   node verify.mjs RECORD TRUST-DIRECTORY        RECORD: a folder, or an .asice file
//
// One line "good: …" and exit code 0, or "refused: …" and 4. Of what our own verifier judges, this one leaves out
// policies, healthcare roles, key lengths, archive layers and the station's rules.

import { createHash, webcrypto } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import * as pkijs from "pkijs";
import yauzl from "yauzl";

pkijs.setEngine("node", new pkijs.CryptoEngine({ name: "node", crypto: webcrypto }));

const MANIFEST = "META-INF/ASiCManifest001.xml";
const SIGNATURE = "META-INF/signature001.p7s";
const SIGNATURE_TIMESTAMP = "1.2.840.113549.1.9.16.2.14";
const SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";

function demand(holds, what) {
  if (!holds) throw new Error(what);
}

function exact(bytes) {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

function readFolder(folder) {
  const files = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    demand(entry.isFile(), `${entry.name} is no file`);
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path), readFileSync(path));
  }
  return files;
}

function readContainer(file) {
  const files = new Map();
  return new Promise((done, fail) => {
    yauzl.open(file, { lazyEntries: true, strictFileNames: true }, (error, zip) => {
      if (error) return fail(error);
      zip.on("error", fail);
      zip.on("end", () => done(files));
      zip.on("entry", (entry) => {
        if (files.size === 0 && entry.fileName !== "mimetype") fail(new Error("mimetype is not the first entry"));
        if (files.has(entry.fileName)) fail(new Error(`${entry.fileName} is there twice`));
        zip.openReadStream(entry, (failed, stream) => {
          if (failed) return fail(failed);
          const parts = [];
          stream.on("error", fail);
          stream.on("data", (part) => parts.push(part));
          stream.on("end", () => {
            files.set(entry.fileName, Buffer.concat(parts));
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
}

function pemBlocks(folder, label) {
  const blocks = [];
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name));
    const text = bytes.toString("latin1");
    const pattern = new RegExp(`-----BEGIN ${label}-----([^-]*)-----END`, "g");
    const found = [...text.matchAll(pattern)].map((match) => Buffer.from(match[1], "base64"));
    if (found.length > 0) blocks.push(...found);
    else if (!text.includes("-----BEGIN ")) blocks.push(bytes);
  }
  return blocks;
}

const certificates = (folder) => pemBlocks(folder, "CERTIFICATE").map((der) => pkijs.Certificate.fromBER(exact(der)));
const lists = (folder) =>
  pemBlocks(folder, "X509 CRL").map((der) => pkijs.CertificateRevocationList.fromBER(exact(der)));

function compareDigests(files) {
  const xml = files.get(MANIFEST).toString("utf8");
  const listed = new Map();
  for (const [, uri, digest] of xml.matchAll(
    /<[a-z]*:?DataObjectReference [^>]*URI="([^"]+)"[^>]*>.*?DigestValue>([^<]+)</gs,
  )) {
    demand(!listed.has(uri), `${uri} is listed twice`);
    listed.set(uri, digest);
  }
  demand(listed.size >= 2, "the manifest lists too little");
  for (const [path, digest] of listed) {
    demand(files.has(path), `${path} is missing`);
    const measured = createHash("sha256").update(files.get(path)).digest("base64");
    demand(measured === digest, `${path} was altered`);
  }
  for (const path of files.keys()) {
    demand(listed.has(path) || path === "mimetype" || path.startsWith("META-INF/"), `${path} is not listed`);
  }
  return listed.size;
}

function signedDataOf(der) {
  return new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(exact(der)).content });
}

// The path as of a time, with the lists in force then.
async function judgePath(leaf, pool, trusted, revocations, at) {
  const engine = new pkijs.CertificateChainValidationEngine({
    certs: [...pool, leaf],
    trustedCerts: trusted,
    crls: revocations.filter((list) => list.thisUpdate.value <= at && at <= list.nextUpdate.value),
    checkDate: at,
  });
  const answer = await engine.verify({ passedWhenNotRevValues: false });
  demand(answer.result, `path: ${answer.resultMessage}`);
}

async function main([record, trust]) {
  const files = statSync(record).isDirectory() ? readFolder(record) : await readContainer(record);
  for (const path of ["mimetype", MANIFEST, SIGNATURE, "record.json"]) demand(files.has(path), `${path} is missing`);
  const count = compareDigests(files);

  const seal = signedDataOf(files.get(SIGNATURE));
  const isRoot = (one) => one.issuer.isEqual(one.subject);
  const roots = certificates(join(trust, "roots")).filter(isRoot);
  const revocations = [...(seal.crls ?? []).filter((one) => one instanceof pkijs.CertificateRevocationList),
    ...lists(join(trust, "crls"))];

  const signature = await seal.verify({
    signer: 0,
    data: exact(files.get(MANIFEST)),
    checkChain: false,
    extendedMode: true,
  });
  demand(signature.signatureVerified, `signature: ${signature.message}`);
  const signer = seal.signerInfos[0];
  const attribute = signer.signedAttrs.attributes.find((one) => one.type === SIGNING_CERTIFICATE_V2);
  const holder = signature.signerCertificate;
  const digest = createHash("sha256").update(Buffer.from(holder.toSchema().toBER())).digest();
  demand(Buffer.from(attribute.values[0].toBER()).includes(digest), "signing-certificate-v2 names another certificate");

  const stamp = signer.unsignedAttrs.attributes.find((one) => one.type === SIGNATURE_TIMESTAMP);
  demand(stamp !== undefined, "no timestamp");
  const token = signedDataOf(Buffer.from(stamp.values[0].toBER()));
  const value = signer.signature.valueBlock.valueHexView;
  const stamped = await token.verify({
    signer: 0,
    data: exact(value),
    trustedCerts: certificates(join(trust, "tsa")).filter(isRoot),
    checkChain: false,
    extendedMode: true,
  });
  demand(stamped.signatureVerified, `timestamp: ${stamped.message}`);
  const info = pkijs.TSTInfo.fromBER(token.encapContentInfo.eContent.getValue());
  const unit = stamped.signerCertificate;
  await judgePath(holder, seal.certificates, roots, revocations, info.genTime);
  await judgePath(unit, [...seal.certificates, ...(token.certificates ?? [])],
    certificates(join(trust, "tsa")).filter(isRoot), revocations, info.genTime);
  console.log(`good: ${count} files, stamped ${info.genTime.toISOString()}`);
}

main(process.argv.slice(2)).catch((reason) => {
  console.log(`refused: ${reason.message ?? reason}`);
  process.exitCode = 4;
});
