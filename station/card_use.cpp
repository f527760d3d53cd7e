#include "station/card_use.h"

#include "ledger/durable_file.h"
#include "record/fault.h"
#include "signing/pkcs12_key.h"
#include "station/findings.h"

#include <algorithm>
#include <thread>

namespace seihon::station {

using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Severity;

namespace {

constexpr std::chrono::milliseconds kLockPause{20};
// A new card takes its issuer some weeks.
constexpr std::chrono::days kEndsSoon{60};

// A label is words of people.toml: it may hold what no file name should.
std::string lockName(const std::string& tokenLabel) {
    std::string label = tokenLabel;
    std::erase(label, ' '); // blanks around a label mean nothing
    const bool plain = std::all_of(label.begin(), label.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
    return "card-" + (plain ? label : record::sha256(label).hex().substr(0, 16));
}

// The kernel gives it back when its holder is killed.
std::shared_ptr<const ledger::FileLock> lockCard(const Home& home, const std::string& tokenLabel,
                                                 std::chrono::milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    for (;;) {
        try {
            return std::make_shared<const ledger::FileLock>(home.locks() / lockName(tokenLabel));
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::JobBusy) {
                throw;
            }
        }
        if (std::chrono::steady_clock::now() >= until) {
            throw Fault(FaultKind::TokenBusy,
                        "another window or command holds card \"" + tokenLabel + '"',
                        {{"token", tokenLabel}}, true);
        }
        std::this_thread::sleep_for(kLockPause);
    }
}

struct CardKey {
    const std::filesystem::path& module;
    const std::string& label;
    const record::Digest& certificate;
};

std::unique_ptr<signing::SigningKey> openCard(const Home& home, const config::StationConfig& config,
                                              const CardKey& key) {
    signing::CardWanted wanted;
    wanted.certificate = key.certificate;
    wanted.patience = config.cardPatience;
    wanted.heldMeanwhile = lockCard(home, key.label, config.cardPatience);
    return signing::openPkcs11Key(key.module, key.label, wanted);
}

void judgePin(const signing::CardSeen& card, const std::string& subject, record::Verdict& verdict) {
    switch (card.pin) {
    case signing::PinState::Fine:
        break;
    case signing::PinState::FewTriesLeft:
        verdict.add(findingOf(FindingId::PinTriesLow, Severity::Warn, subject));
        break;
    case signing::PinState::LastTry:
        verdict.add(findingOf(FindingId::PinOneTryLeft, Severity::Refuse, subject));
        break;
    case signing::PinState::Locked:
        verdict.add(findingOf(FindingId::PinBlocked, Severity::Refuse, subject));
        break;
    }
}

} // namespace

record::Verdict judgeCard(const signing::CardSeen& card, record::Instant now) {
    record::Verdict verdict;
    judgePin(card, card.label + " " + card.serial, verdict);
    for (const signing::Der& der : card.certificates) {
        const record::SignerCertificate certificate = signing::describeCertificate(der);
        const std::string end = record::formatInstant(certificate.notAfter);
        if (now >= certificate.notAfter) {
            verdict.add(measuredFinding(FindingId::SignerCertificateExpired, Severity::Refuse,
                                        record::formatInstant(now), end));
        } else if (certificate.notAfter - now < kEndsSoon) {
            record::Finding ending =
                measuredFinding(FindingId::SignerCertificateEnding, Severity::Warn, end);
            ending.subject = certificate.holder;
            verdict.add(std::move(ending));
        }
    }
    return verdict;
}

std::unique_ptr<signing::SigningKey> takeKey(const Home& home, const config::StationConfig& config,
                                             const config::Person& person,
                                             const signing::Pin& pin) {
    if (!person.pkcs12.empty()) {
        return signing::openPkcs12Key(home.keys() / person.pkcs12, pin);
    }
    if (person.tokenLabel.empty()) {
        throw Fault(FaultKind::LoginRefused, '"' + person.user + "\" has no card");
    }
    return openCard(home, config,
                    {config.pkcs11Module, person.tokenLabel, person.certificateSha256});
}

std::unique_ptr<signing::SigningKey> takeLoginKey(const Home& home,
                                                  const config::StationConfig& config,
                                                  const config::Person& person,
                                                  const signing::Pin& pin) {
    if (person.authenticationSha256 == record::Digest{}) {
        return takeKey(home, config, person, pin);
    }
    const auto& module =
        config.authenticationModule.empty() ? config.pkcs11Module : config.authenticationModule;
    return openCard(home, config, {module, person.tokenLabel, person.authenticationSha256});
}

} // namespace seihon::station
