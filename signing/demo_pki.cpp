#include "signing/demo_pki.h"

#include "config/config.h"
#include "config/write.h"
#include "record/digest.h"
#include "record/fault.h"
#include "signing/demo_pki_parts.h"
#include "signing/openssl_handles.h"
#include "signing/small_file.h"

#include <array>
#include <optional>
#include <system_error>
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
        throw record::Fault(record::FaultKind::StorageFailed, folder.string() + ": " + error.message(),
                            {{"file", folder.string()}});
    }
}

void writeHolder(const std::filesystem::path& folder, const std::string& name, const Holder& holder) {
    writeNewFile(folder / (name + ".pem"), demo::certificatePem(*holder.certificate), 0644);
    writeNewFile(folder / (name + ".key.pem"), demo::keyPem(*holder.key), 0600);
}

std::filesystem::path crlFile(const std::filesystem::path& trustFolder, const std::string& authority) {
    return trustFolder / "crls" / (authority + ".crl");
}

struct Authorities {
    Holder root, issuing, tsaRoot, tsa;
};

Authorities makeAuthorities(const std::filesystem::path& demoFolder, record::Instant now) {
    Authorities made;
    made.root = demo::makeHolder({"DEMO Root CA", "", "root_ca", 3072, 20, ""}, nullptr, now);
    made.issuing = demo::makeHolder({"HPKI-01-DEMO-forNonRepudiation", "", "issuing_ca", 3072, 15, ""}, &made.root, now);
    made.tsaRoot = demo::makeHolder({"DEMO TSA CA", "", "root_ca", 3072, 20, ""}, nullptr, now);
    made.tsa = demo::makeHolder({"DEMO TSA", "", "tsa", 2048, 11, ""}, &made.tsaRoot, now);
    writeHolder(demoFolder, "root-ca", made.root);
    writeHolder(demoFolder, "issuing-ca", made.issuing);
    writeHolder(demoFolder, "tsa-ca", made.tsaRoot);
    writeHolder(demoFolder, "tsa", made.tsa);
    return made;
}

Holder makePerson(const DemoPerson& person, const Holder& issuer, record::Instant now) {
    return demo::makeHolder(
        {person.name + " (DEMO)", "DEMO-" + person.user, "person", 2048, 5, person.healthcareRole}, &issuer, now);
}

// User names become file names below the demo folder and labels of tokens.
void refuseOddNames(const std::vector<DemoPerson>& people) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
    for (const DemoPerson& person : people) {
        if (person.user.empty() || person.user.size() > 27 ||
            person.user.find_first_not_of(allowed) != std::string::npos) {
            throw record::Fault(record::FaultKind::Usage, "not a demo user name: \"" + person.user + '"');
        }
    }
}

config::TrustFile trustOf(const config::StationKey& stationKey, record::Instant now) {
    config::TrustFile trust;
    trust.testMode = true;
    trust.profiles.push_back({"DEMO HPKI", {"root-ca.pem"}, {demo::kSignaturePolicy}, true, 2048, true});
    // As long as the authority's certificate has been valid.
    const record::Instant from = std::chrono::floor<std::chrono::seconds>(now) - std::chrono::days(1);
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

void writeTrust(const std::filesystem::path& trustFolder, const Authorities& made, record::Instant now) {
    for (const char* folder : {"roots", "tsa", "crls"}) {
        makeFolder(trustFolder / folder);
    }
    writeNewFile(trustFolder / "roots" / "root-ca.pem", demo::certificatePem(*made.root.certificate), 0644);
    writeNewFile(trustFolder / "roots" / "issuing-ca.pem", demo::certificatePem(*made.issuing.certificate), 0644);
    writeNewFile(trustFolder / "tsa" / "tsa-ca.pem", demo::certificatePem(*made.tsaRoot.certificate), 0644);
    const std::array<const Holder*, kAuthorities.size()> issuers{&made.root, &made.issuing, &made.tsaRoot};
    for (std::size_t i = 0; i < issuers.size(); ++i) {
        writeNewFile(crlFile(trustFolder, kAuthorities[i]), demo::crlPem(*demo::makeCrl(*issuers[i], nullptr, now)),
                     0644);
    }
}

} // namespace

std::vector<DemoCard> makeDemoPki(const std::filesystem::path& demoFolder, const std::filesystem::path& trustFolder,
                                  const std::filesystem::path& tokenFolder, const std::filesystem::path& pkcs11Module,
                                  const std::vector<DemoPerson>& people, const std::string& pin,
                                  const std::string& stationId, const std::string& stationKeyBase64,
                                  record::Instant now) {
    refuseOddNames(people);
    makeFolder(demoFolder);
    makeFolder(trustFolder);
    makeFolder(tokenFolder);
    const Authorities made = makeAuthorities(demoFolder, now);
    writeTrust(trustFolder, made, now);
    writeNewFile(trustFolder / "trust.toml", config::trustToml(trustOf({stationId, stationKeyBase64}, now)), 0644);

    std::vector<DemoCard> cards;
    std::vector<Holder> holders;
    holders.reserve(people.size()); // the token contents point into it
    std::vector<demo::TokenContent> tokens;
    for (const DemoPerson& person : people) {
        holders.push_back(makePerson(person, made.issuing, now));
        writeHolder(demoFolder, person.user, holders.back());
        const auto der = openssl::toDer(holders.back().certificate.get(), ::i2d_X509);
        cards.push_back({person.user, "DEMO-" + person.user, record::sha256(der).hex()});
        tokens.push_back({cards.back().tokenLabel, &holders.back(), {&made.issuing, &made.root}});
    }
    demo::writeTokens(tokenFolder, pkcs11Module, tokens, pin);
    return cards;
}

void refreshDemoCrls(const std::filesystem::path& demoFolder, const std::filesystem::path& trustFolder,
                     record::Instant now) {
    for (const char* authority : kAuthorities) {
        const std::filesystem::path file = crlFile(trustFolder, authority);
        openssl::CrlPtr present;
        if (std::filesystem::exists(file)) {
            present = demo::readCrl(file);
            const auto ends = openssl::instantOf(::X509_CRL_get0_nextUpdate(present.get()));
            if (ends && *ends > now + std::chrono::days(1)) {
                continue;
            }
        }
        const Holder issuer = demo::readHolder(demoFolder, authority);
        replaceFile(file, demo::crlPem(*demo::makeCrl(issuer, present.get(), now)), 0644);
    }
}

} // namespace seihon::signing
