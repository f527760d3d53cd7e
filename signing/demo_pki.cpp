#include "signing/demo_pki.h"

#include "config/config.h"
#include "config/write.h"
#include "record/digest.h"
#include "record/fault.h"
#include "signing/demo_pki_parts.h"
#include "signing/openssl_handles.h"
#include "signing/small_file.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace seihon::signing {

namespace {

using demo::Holder;

// Authorities that issue lists, by their file names.
constexpr std::array<const char*, 3> kAuthorities{"root-ca", "issuing-ca", "tsa-ca"};

void makeFolder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        throw record::Fault(record::FaultKind::StorageFailed,
                            folder.string() + ": " + error.message(), {{"file", folder.string()}});
    }
}

void writeHolder(const std::filesystem::path& folder, const std::string& name,
                 const Holder& holder) {
    writeNewFile(folder / (name + ".pem"), demo::certificatePem(*holder.certificate), 0644);
    writeNewFile(folder / (name + ".key.pem"), demo::keyPem(*holder.key), 0600);
}

std::filesystem::path crlFile(const std::filesystem::path& trustFolder,
                              const std::string& authority) {
    return trustFolder / "crls" / (authority + ".crl");
}

struct Authorities {
    Holder root, issuing, tsaRoot, tsa, authentication;
};

// Making keys is nearly all of the work, so every processor takes a share.
std::vector<openssl::KeyPtr> makeKeys(const std::vector<int>& bits) {
    std::vector<openssl::KeyPtr> keys(bits.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < bits.size(); i = next++) {
            keys[i] = demo::makeKey(bits[i]);
        }
    };
    std::vector<std::future<void>> others;
    for (unsigned i = 1; i < std::min(std::thread::hardware_concurrency(), 4u); ++i) {
        others.push_back(std::async(std::launch::async, work));
    }
    work();
    for (std::future<void>& other : others) {
        other.get();
    }
    return keys;
}

constexpr int kPersonBits = 2048; // as on HPKI cards
constexpr int kAuthorityBits = 3072;

Authorities makeAuthorities(const std::filesystem::path& demoFolder,
                            std::vector<openssl::KeyPtr> keys, record::Instant now) {
    Authorities made;
    made.root = demo::makeHolder({"DEMO Root CA", "", "root_ca", 20, ""}, std::move(keys.at(0)),
                                 nullptr, now);
    made.issuing = demo::makeHolder({"HPKI-01-DEMO-forNonRepudiation", "", "issuing_ca", 15, ""},
                                    std::move(keys.at(1)), &made.root, now);
    made.tsaRoot = demo::makeHolder({"DEMO TSA CA", "", "root_ca", 20, ""}, std::move(keys.at(2)),
                                    nullptr, now);
    made.tsa = demo::makeHolder({"DEMO TSA", "", "tsa", 11, ""}, std::move(keys.at(3)),
                                &made.tsaRoot, now);
    made.authentication = demo::makeHolder(
        {"HPKI-01-DEMO-forAuthentication-forIndividual", "", "authentication_ca", 15, ""},
        std::move(keys.at(4)), &made.root, now);
    writeHolder(demoFolder, "authentication-ca", made.authentication);
    writeHolder(demoFolder, "root-ca", made.root);
    writeHolder(demoFolder, "issuing-ca", made.issuing);
    writeHolder(demoFolder, "tsa-ca", made.tsaRoot);
    writeHolder(demoFolder, "tsa", made.tsa);
    return made;
}

// User names become file names below the demo folder and labels of tokens.
void refuseOddNames(const std::vector<DemoPerson>& people) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
    for (const DemoPerson& person : people) {
        if (person.user.empty() || person.user.size() > 27 ||
            person.user.find_first_not_of(allowed) != std::string::npos) {
            throw record::Fault(record::FaultKind::Usage,
                                "not a demo user name: \"" + person.user + '"');
        }
    }
}

// Every file is written with O_EXCL anyway; this spares the making of keys that would go nowhere.
void refuseSecondTime(const std::filesystem::path& trustFile) {
    if (std::filesystem::exists(trustFile)) {
        throw record::Fault(record::FaultKind::StorageFailed,
                            "there already: " + trustFile.string(), {{"file", trustFile.string()}});
    }
}

config::TrustFile trustOf(const config::StationKey& stationKey, record::Instant now) {
    config::TrustFile trust;
    trust.testMode = true;
    config::TrustProfile profile;
    profile.name = "DEMO HPKI";
    profile.roots = {"root-ca.pem"};
    profile.policies = {demo::kSignaturePolicy};
    profile.testMode = true;
    trust.profiles = {profile};
    // CRYPTREC: 112 bits of strength, which RSA-2048 has, count until the end of 2030.
    trust.keyFloors = {{3072, record::parseInstant("2031-01-01T00:00:00+09:00")}};
    // As long as the authority's certificate has been valid.
    const record::Instant from =
        std::chrono::floor<std::chrono::seconds>(now) - std::chrono::days(1);
    trust.timestampServices.push_back(
        {"DEMO TSA", {"tsa-ca.pem"}, {demo::kTimestampPolicy}, from, std::nullopt, 2048, true});
    trust.stationKeys.push_back(stationKey);
    // The demo's verifier demands what the demo's regulation demands.
    const auto regulation = config::parseRegulation(config::shippedRegulation(), "regulation.toml");
    for (const auto& [id, kind] : regulation.classes) {
        if (!kind.signerHealthcareRoles.empty()) {
            trust.requiredHealthcareRoles[id] = {kind.signerHealthcareRoles.begin(),
                                                 kind.signerHealthcareRoles.end()};
        }
    }
    return trust;
}

void writeTrust(const std::filesystem::path& trustFolder, const Authorities& made,
                record::Instant now) {
    for (const char* folder : {"roots", "tsa", "crls"}) {
        makeFolder(trustFolder / folder);
    }
    writeNewFile(trustFolder / "roots" / "root-ca.pem",
                 demo::certificatePem(*made.root.certificate), 0644);
    writeNewFile(trustFolder / "roots" / "issuing-ca.pem",
                 demo::certificatePem(*made.issuing.certificate), 0644);
    writeNewFile(trustFolder / "tsa" / "tsa-ca.pem",
                 demo::certificatePem(*made.tsaRoot.certificate), 0644);
    const std::array<const Holder*, kAuthorities.size()> issuers{&made.root, &made.issuing,
                                                                 &made.tsaRoot};
    for (std::size_t i = 0; i < issuers.size(); ++i) {
        writeNewFile(crlFile(trustFolder, kAuthorities[i]),
                     demo::crlPem(*demo::makeCrl(*issuers[i], nullptr, now)), 0644);
    }
}

} // namespace

std::vector<DemoCard> makeDemoPki(const std::filesystem::path& demoFolder,
                                  const std::filesystem::path& trustFolder,
                                  const std::filesystem::path& tokenFolder,
                                  const std::filesystem::path& pkcs11Module,
                                  const std::vector<DemoPerson>& people, const std::string& pin,
                                  const std::string& stationId, const std::string& stationKeyBase64,
                                  record::Instant now) {
    refuseOddNames(people);
    refuseSecondTime(trustFolder / "trust.toml");
    makeFolder(demoFolder);
    makeFolder(trustFolder);
    makeFolder(tokenFolder);
    const Authorities made = makeAuthorities(
        demoFolder,
        makeKeys({kAuthorityBits, kAuthorityBits, kAuthorityBits, kPersonBits, kPersonBits}), now);
    writeTrust(trustFolder, made, now);
    writeNewFile(trustFolder / "trust.toml",
                 config::trustToml(trustOf({stationId, stationKeyBase64}, now)), 0644);

    std::vector<DemoCard> cards;
    std::vector<Holder> holders;
    holders.reserve(2 * people.size()); // the token contents point into it
    std::vector<openssl::KeyPtr> keys = makeKeys(std::vector<int>(2 * people.size(), kPersonBits));
    const auto issue = [&](const DemoPerson& person, const char* profile, const Holder& issuer) {
        holders.push_back(demo::makeHolder(
            {person.name + " (DEMO)", "DEMO-" + person.user, profile, 5, person.healthcareRole},
            std::move(keys[holders.size()]), &issuer, now));
        return record::sha256(openssl::toDer(holders.back().certificate.get(), ::i2d_X509)).hex();
    };
    std::vector<demo::TokenContent> tokens;
    for (const DemoPerson& person : people) {
        const std::string signing = issue(person, "person", made.issuing);
        const std::string login = issue(person, "authentication", made.authentication);
        const Holder* const both = &holders[holders.size() - 2];
        writeHolder(demoFolder, person.user, both[0]);
        writeHolder(demoFolder, person.user + "-authentication", both[1]);
        cards.push_back({person.user, "DEMO-" + person.user, signing, login});
        tokens.push_back(
            {cards.back().tokenLabel, &both[0], &both[1], {&made.issuing, &made.root}});
    }
    demo::writeTokens(tokenFolder, pkcs11Module, tokens, pin);
    return cards;
}

bool refreshDemoCrls(const std::filesystem::path& demoFolder,
                     const std::filesystem::path& trustFolder, record::Instant now,
                     std::optional<record::Instant> newerThan) {
    // Lists say their time in whole seconds.
    const bool couldBeNewer =
        newerThan && std::chrono::floor<std::chrono::seconds>(now) > *newerThan;
    bool issued = false;
    for (const char* authority : kAuthorities) {
        const std::filesystem::path file = crlFile(trustFolder, authority);
        openssl::CrlPtr present;
        if (std::filesystem::exists(file)) {
            present = demo::readCrl(file);
            const auto ends = openssl::instantOf(::X509_CRL_get0_nextUpdate(present.get()));
            const auto begins = openssl::instantOf(::X509_CRL_get0_lastUpdate(present.get()));
            const bool tooOld = couldBeNewer && (!begins || *begins <= *newerThan);
            if (ends && *ends > now + std::chrono::days(1) && !tooOld) {
                continue;
            }
        }
        const Holder issuer = demo::readHolder(demoFolder, authority);
        replaceFile(file, demo::crlPem(*demo::makeCrl(issuer, present.get(), now)), 0644);
        issued = true;
    }
    return issued;
}

} // namespace seihon::signing
