// Sealing and verifying, on a demo home with one sealed record. usage: bench-seal HOME
// RECORD-FOLDER COUNT Prints seals a second (SoftHSM, RSA-2048, in-process timestamp authority),
// verifications a second of the seal alone and of the whole record, and the time for 10,000
// evidence records from one token.
#include "ledger/durable_file.h"
#include "record/instant.h"
#include "signing/cms.h"
#include "signing/demo_pki.h"
#include "signing/evidence_batch.h"
#include "signing/seal_rules.h"
#include "signing/signing_key.h"
#include "signing/verify_record.h"
#include "station/station.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace seihon;

namespace {

constexpr std::int64_t kLimit = 16 << 20;

template <typename Act>
double secondsFor(int count, Act&& act) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < count; ++i) {
        act();
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void tell(const char* what, int count, double seconds) {
    std::printf("%-44s %8.1f a second  %8.2f ms each\n", what, count / seconds,
                seconds / count * 1000);
}

void benchSealing(station::Station& station, const std::vector<std::uint8_t>& manifest, int count) {
    const signing::Trust trust = station.trust();
    const auto key = signing::openPkcs11Key(station.config().pkcs11Module, "DEMO-clerk");
    const auto authority = signing::openTimestampAuthority(
        station.config().timestampServices.front(), station.home().demo());
    const signing::Pin pin("123456");
    const record::Instant now = record::readClock();
    const auto material = signing::validationMaterialFor(trust, key->certificate(), now);
    signing::Der cms;
    tell("sign: card, CAdES-B with chain and lists", count, secondsFor(count, [&] {
             cms = signing::signDetached(manifest, *key, pin, material, record::readClock());
         }));
    tell("timestamp, judged and put in: CAdES-T", count, secondsFor(count, [&] {
             const signing::Token token =
                 signing::timestamp(*authority, trust, signing::signatureValueDigest(cms),
                                    record::readClock(), std::chrono::minutes(5));
             const auto tsa = signing::validationMaterialForToken(trust, token.der, token.at);
             static_cast<void>(signing::withSignatureTimestamp(cms, token.der, tsa));
         }));
}

void benchVerifying(const signing::Trust& trust, const std::filesystem::path& record, int count) {
    const auto seal = ledger::readWhole(record / "META-INF/signature001.p7s", kLimit);
    const auto manifest = ledger::readWhole(record / "META-INF/ASiCManifest001.xml", kLimit);
    bool good = true;
    const record::Instant now = record::readClock();
    tell("verify the seal", count, secondsFor(count, [&] {
             good = signing::readSeal(seal, manifest, trust, now).verdict.permitted() && good;
         }));
    tell("verify the whole record with its pages", 10, secondsFor(10, [&] {
             good = signing::verifyRecord(record, trust, now).verdict.permitted() && good;
         }));
    if (!good) {
        std::printf("a verification was refused\n");
        std::exit(1);
    }
}

void benchEvidence(station::Station& station) {
    constexpr int kRecords = 10'000;
    std::vector<signing::DigestGroup> groups(kRecords);
    for (int i = 0; i < kRecords; ++i) {
        for (const char* const file : {"record", "page 1", "page 2"}) {
            const record::Digest digest = record::sha256(std::to_string(i) + file);
            groups[static_cast<std::size_t>(i)].emplace_back(digest.bytes.begin(),
                                                             digest.bytes.end());
        }
    }
    const signing::Trust trust = station.trust();
    const auto authority = signing::openTimestampAuthority(
        station.config().timestampServices.front(), station.home().demo());
    const double seconds = secondsFor(1, [&] {
        static_cast<void>(signing::makeEvidenceRecords(
            groups,
            {.trust = trust, .now = record::readClock(), .tolerance = std::chrono::minutes(5)},
            *authority));
    });
    std::printf("%-44s %8.2f s\n", "10,000 evidence records from one token", seconds);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "usage: bench-seal HOME RECORD-FOLDER COUNT\n");
        return 2;
    }
    const int count = std::max(1, std::atoi(argv[3]));
    station::Station station(argv[1]);
    benchSealing(
        station,
        ledger::readWhole(std::filesystem::path(argv[2]) / "META-INF/ASiCManifest001.xml", kLimit),
        count);
    benchVerifying(station.trust(), argv[2], count);
    benchEvidence(station);
    return 0;
}
