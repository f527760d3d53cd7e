#include "tests/signing/layers_fixture.h"

#include "signing/archive_layers.h"
#include "signing/findings.h"
#include "signing/openssl_handles.h"
#include "signing/validation_data.h"

#include <gtest/gtest.h>

namespace seihon::signing::forge {

namespace {

using openssl::need;

int timeOfUnit(::TS_RESP_CTX*, void* data, long* seconds, long* microseconds) {
    *seconds = openssl::toTimeT(*static_cast<const Instant*>(data));
    *microseconds = 0;
    return 1;
}

::ASN1_INTEGER* serialOfUnit(::TS_RESP_CTX*, void*) {
    static long count = 5000;
    ::ASN1_INTEGER* const serial = ::ASN1_INTEGER_new();
    ::ASN1_INTEGER_set(serial, ++count);
    return serial;
}

Identity makeUnit(const UnitPlan& plan, const Identity& issuer) {
    CertificatePlan certificate{plan.name, tsaExtensions()};
    certificate.notBefore = plan.from;
    certificate.notAfter = plan.until;
    certificate.bits = plan.bits;
    certificate.digest = plan.digest;
    certificate.keyName = plan.name;
    return issue(certificate, &issuer);
}

} // namespace

Unit::Unit(const UnitPlan& plan, const Identity& issuer)
    : m_plan(plan), m_identity(makeUnit(plan, issuer)) {
}

Der Unit::ask(record::Bytes query) {
    ++m_asked;
    const openssl::Handle<::TS_RESP_CTX, ::TS_RESP_CTX_free> context(
        need(::TS_RESP_CTX_new(), "TS_RESP_CTX_new"));
    const openssl::CertificatePtr certificate = openssl::certificateFromDer(m_identity.certificate);
    const openssl::ObjectPtr policy(::OBJ_txt2obj(kTsaPolicy, 1));
    ::TS_RESP_CTX_set_signer_cert(context.get(), certificate.get());
    ::TS_RESP_CTX_set_signer_key(context.get(), static_cast<::EVP_PKEY*>(m_identity.key.get()));
    ::TS_RESP_CTX_set_signer_digest(context.get(), ::EVP_get_digestbyname(m_plan.digest.c_str()));
    ::TS_RESP_CTX_set_ess_cert_id_digest(context.get(), ::EVP_sha256());
    ::TS_RESP_CTX_set_def_policy(context.get(), policy.get());
    ::TS_RESP_CTX_add_md(context.get(), ::EVP_sha256());
    ::TS_RESP_CTX_add_md(context.get(), ::EVP_sha512());
    ::TS_RESP_CTX_set_serial_cb(context.get(), serialOfUnit, nullptr);
    ::TS_RESP_CTX_set_time_cb(context.get(), timeOfUnit, &m_at);
    const openssl::BioPtr bio(::BIO_new_mem_buf(query.data(), static_cast<int>(query.size())));
    const openssl::TimestampResponsePtr response(
        need(::TS_RESP_create_response(context.get(), bio.get()), "TS_RESP_create_response"));
    return openssl::toDer(response.get(), ::i2d_TS_RESP);
}

Der Decades::tsaList(Instant thisUpdate, const std::vector<Revoked>& revoked) const {
    CrlPlan plan;
    plan.thisUpdate = thisUpdate;
    plan.nextUpdate = thisUpdate + std::chrono::hours(96);
    plan.revoked = revoked;
    return makeCrl(tsaRoot, plan);
}

Trust Decades::trustOf(Instant at) const {
    Trust kept = trust;
    kept.crls.push_back(tsaList(at - std::chrono::hours(3)));
    return kept;
}

Files Decades::completed() const {
    CrlPlan later;
    later.thisUpdate = kStamped + std::chrono::hours(20);
    later.nextUpdate = later.thisUpdate + std::chrono::hours(96);
    Trust kept = trust;
    kept.crls.push_back(makeCrl(authorities().root, later));
    kept.crls.push_back(makeCrl(authorities().issuing, later));
    kept.crls.push_back(makeCrl(tsaRoot, later));
    Files files = record;
    files[kSignature] = textOf(completeSeal(derOf(files.at(kSignature)), kept).cms);
    return files;
}

Files Decades::withFirstLayer() const {
    return renewed(completed(), *first, kSigned + std::chrono::hours(48));
}

const Decades& decades() {
    static const Decades made = [] {
        Decades all;
        CertificatePlan root{"Test TSA Root of Decades", rootExtensions()};
        root.keyName = "root of decades";
        root.notBefore = day("2020-01-01");
        root.notAfter = day("2070-01-01");
        all.tsaRoot = issue(root, nullptr);
        const auto unit = [&](const char* name, const char* from, const char* until) {
            return std::make_shared<Unit>(UnitPlan{name, day(from), day(until)}, all.tsaRoot);
        };
        all.first = unit("TSU of 2025", "2025-04-01", "2036-04-01");
        all.second = unit("TSU of 2034", "2034-04-01", "2045-04-01");
        all.third = unit("TSU of 2043", "2043-04-01", "2054-04-01");
        all.trust = authorities().trust;
        all.trust.tsaRoots["tsa-root.pem"] = {all.tsaRoot.certificate};
        CrlPlan inForce;
        all.trust.crls = {authorities().rootCrl, authorities().issuingCrl,
                          makeCrl(all.tsaRoot, inForce)};
        RecordPlan plan;
        plan.tsa = all.first->identity();
        plan.tsaCertificates = {all.tsaRoot.certificate};
        plan.tsaCrls = {all.trust.crls.back()};
        all.record = sealedFiles(plan);
        return all;
    }();
    return made;
}

MemoryRecord::MemoryRecord(Files files) : m_files(std::move(files)) {
    for (const auto& [path, bytes] : m_files) {
        m_names.insert(path);
    }
}

bool MemoryRecord::stream(std::string_view path, const Sink& sink, record::Verdict& verdict) const {
    const auto found = m_files.find(std::string(path));
    if (found == m_files.end()) {
        verdict.add(refusal(record::FindingId::FileMissing, nullptr, nullptr, std::string(path)));
        return false;
    }
    sink(record::bytesOf(found->second));
    return true;
}

RecordVerification verifyInMemory(const Files& files, const Trust& trust, Instant now) {
    return verifyRecord(MemoryRecord(files), trust, now);
}

void add(Files& files, const MadeLayer& layer) {
    for (const LayerFile& file : layer.files) {
        EXPECT_FALSE(files.contains(file.path)) << file.path;
        files[file.path] = textOf(file.bytes);
    }
}

Files renewed(const Files& files, Unit& unit, Instant at, const std::string& digest) {
    const Trust trust = decades().trustOf(at);
    Files grown = files;
    add(grown, makeArchiveTimestamp(MemoryRecord(files), unit.at(at),
                                    {trust, at, std::chrono::minutes(5), digest}));
    return grown;
}

Files renewedWithEvidence(const Files& files, Unit& unit, Instant at, const std::string& digest) {
    const Trust trust = decades().trustOf(at);
    const MemoryRecord record(files);
    const std::vector<const RecordFiles*> records{&record};
    Files grown = files;
    add(grown,
        makeEvidenceLayers(records, unit.at(at), {trust, at, std::chrono::minutes(5), digest})
            .at(0));
    return grown;
}

Files layeredByHand(Files files, Unit& unit, Instant at, const ValidationMaterial& beside) {
    const auto found = [&] {
        return findLayers(MemoryRecord(files).files());
    };
    const int number = static_cast<int>(found().layers.size()) + 1;
    const LayerPaths paths = layerPaths(number, LayerKind::ArchiveTimestamp);
    const LayersFound before = found();
    if (!beside.certificates.empty() || !beside.crls.empty()) {
        files[validationPath(number)] = textOf(encodeValidationData(beside));
    }
    std::map<std::string, DataDigest> digests;
    for (const std::string& path : coveredBy(paths, before, MemoryRecord(files).files())) {
        digests.emplace(path, digestBy("sha256", record::bytesOf(files.at(path))));
    }
    const std::string xml = asicManifestXml(layerManifest(paths, digests));
    const Token token =
        timestamp(unit.at(at), decades().trustOf(at), digestBy("sha256", record::bytesOf(xml)), at,
                  std::chrono::minutes(5));
    files[paths.manifest] = xml;
    files[paths.proof] = textOf(token.der);
    return files;
}

void expectValidAt(const Files& files, Instant now) {
    const RecordVerification result = verifyInMemory(files, decades().trustOf(now), now);
    EXPECT_TRUE(result.verdict.permitted()) << record::formatInstant(now) << "\n"
                                            << describe(result.verdict);
}

void expectRefusedAt(const Files& files, Instant now, record::FindingId id) {
    const RecordVerification result = verifyInMemory(files, decades().trustOf(now), now);
    EXPECT_FALSE(result.verdict.permitted()) << record::formatInstant(now);
    EXPECT_TRUE(result.verdict.has(id)) << "no " << record::enumName(id) << " in:\n"
                                        << describe(result.verdict);
}

} // namespace seihon::signing::forge
