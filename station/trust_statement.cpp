#include "station/trust_statement.h"

#include "ledger/durable_file.h"
#include "record/fault.h"
#include "report/document.h"
#include "report/record_words.h"
#include "signing/text.h"
#include "station/document_file.h"

#include <algorithm>
#include <map>
#include <set>

namespace seihon::station {

using record::Json;
using report::Section;
using report::Tone;
using report::Words;

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kTrustFileBytes = 16ll << 20;

std::string listed(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) {
        all += (all.empty() ? "" : ", ") + word;
    }
    return all.empty() ? "–" : all;
}

template <typename E>
std::string namesOf(const std::vector<E>& values) {
    std::vector<std::string> names;
    for (const E value : values) {
        names.emplace_back(record::enumName(value));
    }
    return listed(names);
}

struct Statement {
    const signing::Trust& trust;
    record::Digest digest;     // of the whole folder
    record::Digest fileDigest; // of trust.toml
    std::optional<TrustAcceptance> accepted;
    std::string hospital, station;
    record::Instant now{};
    bool demo = false;
    record::Language language{};
    Words say;

    report::Document document() const;

  private:
    void add(Section& section, std::string name, std::string text, bool fixed = false) const {
        section.facts.push_back({std::move(name), {std::move(text), Tone::Plain, fixed}});
    }
    std::string yesNo(bool yes) const { return yes ? say("はい", "yes") : say("いいえ", "no"); }
    std::string until(const std::optional<record::Instant>& at) const {
        return at ? say.time(*at) + say(" まで", "") : say("期限なし", "no end");
    }
    void addRoots(Section& section, const std::map<std::string, std::vector<signing::Der>>& roots,
                  const std::vector<std::string>& names) const;
    Section acceptance() const;
    Section profile(const config::TrustProfile& profile) const;
    Section service(const config::TrustedTimestampService& service) const;
    Section algorithms() const;
    Section classes() const;
    Section scope() const;
};

void Statement::addRoots(Section& section,
                         const std::map<std::string, std::vector<signing::Der>>& roots,
                         const std::vector<std::string>& names) const {
    for (const std::string& name : names) {
        const auto file = roots.find(name);
        if (file == roots.end()) {
            continue; // loadTrust refuses such a folder
        }
        for (const signing::Der& root : file->second) {
            add(section, say("ルート証明書 ", "Root ") + name, signing::subjectNameOf(root));
            add(section, "SHA-256", record::sha256(root).hex(), true);
        }
    }
}

Section Statement::acceptance() const {
    Section section;
    section.brief = true;
    section.heading = say("採用", "Acceptance");
    add(section, say("施設", "House"), hospital);
    add(section, say("端末", "Station"), station);
    add(section, say("作成日時", "Printed"), say.time(now));
    add(section,
        say("信頼設定のハッシュ値（ルート証明書を含む）", "Digest of trust.toml and roots"),
        digest.hex(), true);
    add(section, "trust.toml SHA-256", fileDigest.hex(), true);
    if (accepted) {
        add(section, say("最後に採用した人", "Last accepted by"),
            say.person(accepted->by) + "  " + say.time(accepted->at));
        add(section, say("採用されたハッシュ値", "Digest accepted"), accepted->digest.hex(), true);
    }
    return section;
}

Section Statement::profile(const config::TrustProfile& profile) const {
    Section section;
    section.brief = true;
    section.heading = say("署名者 ", "Signers: ") + profile.name;
    add(section, say("署名者のプロファイル", "Signers' profile"), profile.name);
    addRoots(section, trust.roots, profile.roots);
    add(section, say("証明書ポリシー", "Policies"), listed(profile.policies));
    add(section, say("鍵用途（いずれか）", "Key usage, one of"), namesOf(profile.keyUsages));
    add(section, say("保健医療福祉分野の資格（hcRole）", "Healthcare role (hcRole)"),
        std::string(record::enumName(profile.healthcareRole)) +
            (profile.healthcareRoles.empty() ? "" : ": " + listed(profile.healthcareRoles)));
    add(section, say("RSA 鍵の長さ", "RSA key length"),
        std::to_string(profile.rsaBitsAtLeast) + say(" ビット以上", " bits or more"));
    add(section, say("認証局の鍵", "Keys of authorities"), namesOf(profile.authorityKeys));
    add(section, say("有効期間", "In force"),
        (profile.validFrom ? say.time(*profile.validFrom) + say(" から ", " – ") : "") +
            until(profile.validUntil));
    if (profile.policyOfSignerAlone || profile.anyPolicyOfAuthorities || profile.policyMapping) {
        add(section, say("ポリシーの例外", "Exceptions for policies"),
            std::string(profile.policyOfSignerAlone ? "policy_of_signer_alone " : "") +
                (profile.anyPolicyOfAuthorities ? "any_policy_of_authorities " : "") +
                (profile.policyMapping ? "policy_mapping" : ""));
    }
    add(section, say("試験用", "For tests only"), yesNo(profile.testMode));
    return section;
}

Section Statement::service(const config::TrustedTimestampService& one) const {
    Section section;
    section.brief = true;
    section.heading = say("時刻認証業務 ", "Timestamp service: ") + one.name;
    add(section, say("時刻認証業務", "Timestamp service"), one.name);
    addRoots(section, trust.tsaRoots, one.roots);
    add(section, say("タイムスタンプのポリシー", "Policies"), listed(one.policies));
    add(section, say("認定の期間", "Accredited"),
        say.time(one.accreditedFrom) + say(" から ", " – ") + until(one.accreditedUntil));
    add(section, say("RSA 鍵の長さ", "RSA key length"),
        std::to_string(one.rsaBitsAtLeast) + say(" ビット以上", " bits or more"));
    add(section, say("試験用", "For tests only"), yesNo(one.testMode));
    return section;
}

Section Statement::algorithms() const {
    Section section;
    section.brief = true;
    section.heading = say("暗号アルゴリズム", "Algorithms");
    for (const std::string& digest_ : trust.file.digests) {
        const auto end = trust.file.digestUntil.find(digest_);
        add(section, digest_,
            until(end == trust.file.digestUntil.end() ? std::nullopt : std::optional(end->second)));
    }
    for (const config::KeyFloor& floor : trust.file.keyFloors) {
        add(section, "RSA ≥ " + std::to_string(floor.rsaBitsAtLeast),
            say.time(floor.from) + say(" から", " onwards"));
    }
    add(section, say("主張された署名時刻の許容差", "Claimed signing time may differ by"),
        std::to_string(trust.file.claimedTimeTolerance.count()) + say(" 分", " minutes"));
    return section;
}

Section Statement::classes() const {
    Section section;
    section.brief = true;
    section.heading = say("文書種別ごとの署名者", "Signers that document classes demand");
    for (const auto& [kind, roles] : trust.file.requiredHealthcareRoles) {
        add(section, kind, say("資格: ", "roles: ") + listed(roles));
    }
    for (const auto& [kind, profiles] : trust.file.requiredTrustProfiles) {
        add(section, kind, say("信頼プロファイル: ", "profiles: ") + listed(profiles));
    }
    if (section.facts.empty()) {
        add(section, say("指定なし", "none"), "–");
    }
    for (const config::StationKey& key : trust.file.stationKeys) {
        add(section, say("端末の鍵 ", "Station key ") + key.stationId, key.ed25519Base64, true);
    }
    return section;
}

Section Statement::scope() const {
    Section section;
    section.heading = say("この文書について", "About this statement");
    section.paragraphs = {
        say("ここに名前のある発行者、ポリシー及び期間だけを信頼する。コンピュータに組み込まれた証明"
            "書の一覧は用いない。失効は、その発行者の失効リストにより確かめる。",
            "Only the issuers, policies and dates named here are believed. The computer's own "
            "store "
            "of certificates plays no part. Revocation is looked up in the issuer's lists."),
        say("受け取った電子署名付き文書もこの設定により検証し、結果を台帳に残す。ここにない発行者の"
            "署名は「判定できない」とし、正しいとも誤りともしない。",
            "Signed electronic documents that come in are verified by the same settings, and the "
            "result is logged. A signature of an issuer that is not named here cannot be judged: "
            "it is called neither good nor wrong."),
        say("この文書は検証に使う設定ファイルから作られる。上のハッシュ値が、その設定を特定する。",
            "It is printed from the file that verification uses; the digests above name that "
            "file.")};
    section.columns = {say("役割", "Role"), say("氏名", "Name"), say("署名・押印", "Signature"),
                       say("日付", "Date")};
    section.widths = {0.25, 0.25, 0.3, 0.2};
    for (const std::string& who :
         {say("病院長", "Head of the house"), say("システム管理者", "System manager")}) {
        section.rows.push_back({{who}, {" "}, {" "}, {" "}});
    }
    return section;
}

report::Document Statement::document() const {
    report::Document document;
    document.language = language;
    document.demo = demo || trust.file.testMode;
    document.demoMark = say("見本・試験用", "DEMO / TEST");
    document.title = say("電子証明書の信頼に関する文書", "Statement of trust in certificates");
    document.subtitle = hospital;
    const bool inForce = accepted && accepted->digest == digest;
    document.banner = {inForce ? say("採用済みの設定と一致しています", "As accepted")
                       : accepted ? say("採用された後に変更されています", "Changed since accepted")
                                  : say("まだ採用されていません", "Not accepted yet"),
                       inForce ? Tone::Good : Tone::Caution};
    document.sections.push_back(acceptance());
    for (const config::TrustProfile& one : trust.file.profiles) {
        document.sections.push_back(profile(one));
    }
    for (const config::TrustedTimestampService& one : trust.file.timestampServices) {
        document.sections.push_back(service(one));
    }
    document.sections.push_back(algorithms());
    document.sections.push_back(classes());
    document.sections.push_back(scope());
    document.foot = "SHA-256 " + digest.hex();
    return document;
}

} // namespace

record::Digest trustDigest(const fs::path& folder) {
    Json files = Json::array();
    const auto add = [&](const fs::path& file, const std::string& name) {
        const auto bytes = ledger::readWhole(fs::canonical(file), kTrustFileBytes);
        files.push(Json::object({{"file", name}, {"sha256", record::sha256(bytes).hex()}}));
    };
    add(folder / "trust.toml", "trust.toml");
    for (const char* part : {"roots", "tsa"}) {
        std::set<std::string> names;
        std::error_code error;
        for (fs::directory_iterator at(folder / part, error), end; !error && at != end;
             at.increment(error)) {
            if (const std::string name = at->path().filename().string(); !name.starts_with('.')) {
                names.insert(name);
            }
        }
        for (const std::string& name : names) {
            add(folder / part / name, std::string(part) + "/" + name);
        }
    }
    return record::sha256(record::canonical(files));
}

record::Verdict TrustDesk::accept(const Session& session) {
    const ledger::FileLock lock(m_station.m_home.locks() / "trust", true);
    const record::Instant now = record::readClock();
    record::Verdict verdict;
    record::EntryDraft draft =
        m_station.draftFor(session, regulation::Authority::ActivateRegulation, {}, now, verdict);
    if (!verdict.permitted()) {
        return verdict;
    }
    const signing::Trust trust = signing::loadTrust(m_station.m_home.trust());
    const record::Digest digest = trustDigest(m_station.m_home.trust());
    const auto before = newest();
    if (before && before->digest == digest) {
        throw record::Fault(record::FaultKind::Usage, "this state is accepted already");
    }
    draft.kind = record::EntryKind::TrustAccepted;
    draft.facts = Json::object({{"digest", digest.hex()},
                                {"before", before ? Json(before->digest.hex()) : Json()},
                                {"profiles", trust.file.profiles.size()},
                                {"timestampServices", trust.file.timestampServices.size()},
                                {"testMode", trust.file.testMode}});
    draft.verdict = verdict;
    m_station.m_ledger->append(draft, now);
    return verdict;
}

std::optional<TrustAcceptance> TrustDesk::newest() const {
    const auto entry = m_station.m_ledger->newestOfKind(record::EntryKind::TrustAccepted);
    if (!entry) {
        return std::nullopt;
    }
    return TrustAcceptance{entry->what.actor, entry->at,
                           record::Digest::fromHex(entry->what.facts.at("digest").asString())};
}

namespace {

report::Document statementOf(const Station& station, const std::optional<TrustAcceptance>& accepted,
                             record::Language language) {
    const signing::Trust trust = signing::loadTrust(station.home().trust());
    const Statement statement{
        trust,
        trustDigest(station.home().trust()),
        record::sha256(ledger::readWhole(station.home().trust() / "trust.toml", kTrustFileBytes)),
        accepted,
        station.regulation().hospital,
        station.config().stationId,
        record::readClock(),
        station.config().demo,
        language,
        Words(language, station.regulation().calendar.utcOffset)};
    return statement.document();
}

} // namespace

std::string TrustDesk::statementText(record::Language language) const {
    return report::briefTextOf(statementOf(m_station, newest(), language));
}

void TrustDesk::writeStatement(const fs::path& file, record::Language language) const {
    writeDocument(file, statementOf(m_station, newest(), language));
}

} // namespace seihon::station
