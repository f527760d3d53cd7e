#include "signing/record_rules.h"
#include "signing/record_inspection.h"

#include "record/actor.h"
#include "record/capture_facts.h"
#include "record/fault.h"
#include "record/id.h"
#include "record/instant.h"
#include "record/later_life.h"
#include "record/scan_job.h"
#include "signing/manifest_names.h"
#include "signing/station_key.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

namespace seihon::signing {

namespace {

using record::FindingId;
using record::Json;
using record::Severity;

constexpr std::array kMembers = std::to_array<std::string_view>(
    {"arithmetic",       "attestations", "demo",      "documentClass", "excuse",  "format",
     "history",          "job",          "original",  "pages",         "patient", "purpose",
     "recordId",         "regulation",   "scanProof", "sealStartedAt", "signer",  "station",
     "stationSignature", "transferNote", "window"});
constexpr std::string_view kAmends = "amends";         // only in a new version of a record
constexpr std::string_view kProject = "project";       // only of old paper
constexpr std::string_view kFolder = "folder";         // only of old paper that came in a box
constexpr std::string_view kInspection = "inspection"; // the same
constexpr std::string_view kFormat = "seihon-record-1";

[[noreturn]] void malformedRecord(const std::string& what) {
    throw record::Fault(record::FaultKind::Malformed, what);
}

record::Instant instantAt(const Json& object, std::string_view key) {
    return record::parseInstant(object.at(key).asString());
}

const std::string& textAt(const Json& object, std::string_view key) {
    const std::string& text = object.at(key).asString();
    if (text.empty()) {
        malformedRecord(std::string(key) + " is empty");
    }
    return text;
}

std::int64_t countAt(const Json& object, std::string_view key) {
    const std::int64_t count = object.at(key).asInt();
    if (count < 0) {
        malformedRecord(std::string(key) + " is negative");
    }
    return count;
}

class RecordJudge {
  public:
    RecordJudge(const Json& json, const RecordFacts& facts, const Trust& trust)
        : m_json(json), m_facts(facts), m_trust(trust) {}

    record::Verdict judge() {
        judgeMembers();
        judgeStation();
        judgePages();
        judgeArithmetic();
        judgeSigner();
        judgeAmends();
        judgeProject();
        judgeTimes();
        return std::move(m_verdict);
    }

  private:
    void agree(const std::string& what, const Json& measured, const Json& stated) {
        if (measured != stated) {
            m_verdict.add({FindingId::RecordDisagrees, Severity::Refuse, measured, stated, "",
                           std::nullopt, what});
        }
    }

    void judgeMembers() {
        for (const auto& [key, value] : m_json.asObject()) {
            if (!std::binary_search(kMembers.begin(), kMembers.end(), key) && key != kAmends &&
                key != kProject && key != kFolder && key != kInspection) {
                malformedRecord("unknown member " + key);
            }
        }
        for (const std::string_view key : kMembers) {
            static_cast<void>(m_json.at(key));
        }
        if (m_json.at("format").asString() != kFormat) {
            malformedRecord("another format");
        }
        if (!record::isId(m_json.at("recordId").asString())) {
            malformedRecord("recordId");
        }
        textAt(m_json, "job");
        textAt(m_json, "station");
        textAt(m_json, "documentClass");
        textAt(m_json.at("patient"), "id");
        m_json.at("patient").at("name").asString();
        if (const Json* const order = m_json.at("transferNote").find("order")) {
            agree("order", order->at("order").at("patient").at("id"),
                  m_json.at("patient").at("id"));
        }
        m_json.at("attestations").asArray();
        m_json.at("history").asArray();
        record::Digest::fromHex(m_json.at("regulation").asString());
        if (m_json.at("demo").asBool()) {
            note(FindingId::DemoData, Severity::Warn);
        }
        const std::string& purpose = m_json.at("purpose").asString();
        m_referenceCopy = purpose == "reference-copy";
        if (m_referenceCopy) {
            note(FindingId::ReferenceCopyOnly, Severity::Note);
        } else if (purpose != "original") {
            malformedRecord("purpose");
        }
    }

    // A new version names the one before by its manifest's digest, and in what it differs [E1, F4].
    void judgeAmends() {
        const Json* const amends = m_json.find(kAmends);
        if (amends == nullptr) {
            return;
        }
        m_earlier = amends->at("record").asString();
        if (!record::isId(m_earlier) || m_earlier == m_json.at("recordId").asString()) {
            malformedRecord("amends.record");
        }
        record::Digest::fromHex(amends->at("manifestDigest").asString());
        textAt(*amends, "reason");
        textAt(amends->at("by"), "user");
        const bool samePages = amends->at("samePages").asBool();
        const bool otherPatient = amends->at("otherPatient").asBool();
        if (record::correctionsFromJson(amends->at("corrections")).empty() && samePages &&
            !otherPatient) {
            malformedRecord("amends nothing");
        }
        const record::Instant proven = instantAt(*amends, "provenAt");
        if (samePages) {
            m_earlierProof = proven;
        }
        m_verdict.add({FindingId::AmendsRecord, Severity::Note, nullptr, nullptr, "", std::nullopt,
                       m_earlier});
    }

    // Old paper has no window; it names the project and the plan that it was scanned under [C2].
    void judgeProject() {
        const Json* const project = m_json.find(kProject);
        if (const Json* const folder = m_json.find(kFolder)) {
            static_cast<void>(record::folderLinkFromJson(*folder));
            if (project == nullptr) {
                malformedRecord("folder");
            }
        }
        m_verdict.merge(judgeInspectionMember(m_json)); // [C3]
        const bool needed = m_json.at("window").at("startsFrom").asString() == kProject;
        if (project == nullptr) {
            if (needed && !m_referenceCopy) {
                malformedRecord("project");
            }
            return;
        }
        const record::ProjectLink link = record::projectLinkFromJson(*project);
        m_verdict.add({FindingId::UnderProject, Severity::Note, link.plan.hex(), nullptr, "",
                       std::nullopt, link.id});
    }

    void note(FindingId id, Severity severity) {
        m_verdict.add({id, severity, nullptr, nullptr, "", std::nullopt, ""});
    }

    // A card alone must not be able to make up what only a station sees: times, counts, checks.
    void judgeStation() {
        const std::string& station = m_json.at("station").asString();
        const std::string& signature = m_json.at("stationSignature").asString();
        const std::string message = stationMessage(m_json);
        bool known = false;
        for (const config::StationKey& key : m_trust.file.stationKeys) {
            known = known || key.stationId == station;
            if (key.stationId == station &&
                isSignedByStation(message, signature, key.ed25519Base64)) {
                return;
            }
        }
        m_verdict.add({known ? FindingId::StationSignatureInvalid : FindingId::StationUnknown,
                       Severity::Refuse, station, nullptr, "", std::nullopt, ""});
    }

    void judgePages() {
        const Json::Array& pages = m_json.at("pages").asArray();
        if (pages.empty()) {
            note(FindingId::NoPages, Severity::Refuse);
        }
        // The manifest lists record.json, the pages, perhaps a proof of scan time, and only them.
        agree("pages",
              static_cast<std::int64_t>(m_facts.files.size()) - (m_facts.scanProof ? 2 : 1),
              static_cast<std::int64_t>(pages.size()));
        std::int64_t number = 0;
        for (const Json& page : pages) {
            ++number;
            agree("pages.number", number, page.at("number"));
            judgePage(page, number);
        }
    }

    void judgePage(const Json& page, std::int64_t number) {
        std::array<char, 32> name{};
        std::snprintf(name.data(), name.size(), "pages/%04lld.tif", static_cast<long long>(number));
        const std::string file = name.data();
        agree(file + " file", file, page.at("file"));
        if (const auto found = m_facts.files.find(file); found != m_facts.files.end()) {
            agree(file + " sha256", found->second.digest.hex(), page.at("sha256"));
            if (found->second.bytes != kBytesUnknown) {
                agree(file + " bytes", found->second.bytes, page.at("bytes"));
            }
        } else {
            agree(file, nullptr, page.at("file"));
        }
        record::Digest::fromHex(page.at("pixelSha256").asString());
        for (const char* const key : {"width", "height", "dpi", "sheet"}) {
            if (countAt(page, key) == 0) {
                malformedRecord(file + ": " + key + " is 0");
            }
        }
        const std::string& side = page.at("side").asString();
        const auto mark = record::enumFromName<record::PageMark>(page.at("mark").asString());
        if (!record::enumFromName<record::Side>(side) || !mark ||
            mark == record::PageMark::Rejected) {
            malformedRecord(file + ": side or mark");
        }
        page.at("markReason").asString();
        page.at("sheetRect");
        page.at("capture").asObject();
        page.at("measurements").asObject();
        page.at("findings").asArray();
        m_blank += mark == record::PageMark::Blank ? 1 : 0;
        const std::int64_t sheet = page.at("sheet").asInt();
        if (!m_sides.emplace(sheet, side).second) {
            malformedRecord(file + ": the same side of a sheet twice");
        }
        m_sheets.insert(sheet);
    }

    // Which kinds of certificates may sign the class [A12].
    void judgeSignerProfile() {
        const auto& required = m_trust.file.requiredTrustProfiles;
        const auto names = required.find(m_json.at("documentClass").asString());
        const std::string& profile = m_facts.signer.trustProfile;
        if (names != required.end() && !profile.empty() &&
            std::find(names->second.begin(), names->second.end(), profile) == names->second.end()) {
            m_verdict.add({FindingId::SignerProfileNotAccepted, Severity::Refuse, profile,
                           joined(names->second), "", std::nullopt, m_facts.signer.holder});
        }
    }

    // Declared, fed and kept must add up [A2].
    void judgeArithmetic() {
        const Json& counts = m_json.at("arithmetic");
        const std::int64_t declared = countAt(counts, "sheetsDeclared");
        const std::int64_t fed = countAt(counts, "sheetsFed");
        const std::int64_t blank = countAt(counts, "sidesBlank");
        countAt(counts, "sidesSuperseded");
        agree("arithmetic.sidesKept", static_cast<std::int64_t>(m_sides.size()),
              countAt(counts, "sidesKept") + blank);
        agree("arithmetic.sidesBlank", m_blank, blank);
        agree("arithmetic.sheetsFed", static_cast<std::int64_t>(m_sheets.size()), fed);
        agree("original.sheets", declared, m_json.at("original").at("sheets"));
        if (declared != fed) {
            m_verdict.add({FindingId::SheetCountMismatch, Severity::Refuse, fed, declared, "sheets",
                           std::nullopt, ""});
        }
    }

    void judgeSigner() {
        const Json& signer = m_json.at("signer");
        textAt(signer, "user");
        textAt(signer, "name");
        if (!record::enumFromName<record::Role>(signer.at("role").asString())) {
            malformedRecord("signer.role");
        }
        agree("signer.certificateSha256", m_facts.signer.sha256.hex(),
              signer.at("certificateSha256"));
        judgeSignerProfile();
        const auto& required = m_trust.file.requiredHealthcareRoles;
        const auto roles = required.find(m_json.at("documentClass").asString());
        if (roles == required.end() || roles->second.empty()) {
            return;
        }
        const auto& held = m_facts.signer.healthcareRoles;
        if (std::find_first_of(held.begin(), held.end(), roles->second.begin(),
                               roles->second.end()) == held.end()) {
            m_verdict.add({FindingId::SignerRoleMissing, Severity::Refuse, joined(held),
                           joined(roles->second), "", std::nullopt, m_facts.signer.holder});
        }
    }

    static std::string joined(const std::vector<std::string>& texts) {
        std::string all;
        for (const std::string& text : texts) {
            all += (all.empty() ? "" : ", ") + text;
        }
        return all;
    }

    // The token's time against what the record states of its window: a time that the house says
    // alone proves nothing.
    void judgeTimes() {
        const record::Instant sealStarted = instantAt(m_json, "sealStartedAt");
        const Json& window = m_json.at("window");
        const std::string& startsFrom = window.at("startsFrom").asString();
        const bool ofProject = startsFrom == kProject;
        if (startsFrom != "received" && startsFrom != "created" && !ofProject) {
            malformedRecord("window.startsFrom");
        }
        const char* const event = startsFrom == "received" ? "receivedAt" : "createdAt";
        const Json* const stated = ofProject ? nullptr : m_json.at("original").find(event);
        const Json& startedAt = window.at("startedAt");
        agree("window.startedAt", stated == nullptr ? Json() : *stated, startedAt);
        if (m_facts.provenAt) {
            if (!startedAt.isNull() && instantAt(window, "startedAt") > *m_facts.provenAt) {
                late(FindingId::ReceivedInFuture, startedAt, nullptr);
            }
            if (sealStarted > *m_facts.provenAt + m_trust.file.claimedTimeTolerance) {
                agree("sealStartedAt", record::formatInstant(*m_facts.provenAt),
                      m_json.at("sealStartedAt"));
            }
        }
        judgeScanProof(startedAt);
        if (ofProject) {
            agree("window.deadline", nullptr, window.at("deadline"));
        }
        judgeDeadline(window.at("deadline"), ofProject);
    }

    // What record.json says of the proof against the proof itself.
    void judgeScanProof(const Json& startedAt) {
        const Json& stated = m_json.at("scanProof");
        agree("scanProof", m_facts.scanProof ? record::toJson(*m_facts.scanProof) : Json(), stated);
        if (!stated.isNull()) {
            record::scanProofFactsFromJson(stated);
        }
        // Nothing is scanned before it comes into the house. Two clocks are compared here.
        if (m_facts.scanProvenAt && !startedAt.isNull() &&
            record::parseInstant(startedAt.asString()) >
                *m_facts.scanProvenAt + m_trust.file.claimedTimeTolerance) {
            late(FindingId::ReceivedInFuture, startedAt,
                 record::formatInstant(*m_facts.scanProvenAt));
        }
    }

    void judgeDeadline(const Json& deadline, bool ofProject) {
        const Json& excuse = m_json.at("excuse");
        if (!excuse.isNull() && excuse.at("reason").asString().empty()) {
            malformedRecord("an excuse without a reason"); // [B2]
        }
        if (deadline.isNull()) {
            if (!m_referenceCopy && !ofProject) { // [B1] an original without a start of its window
                                                  // was never in time
                excused(FindingId::ReceivedUnknown, nullptr, nullptr);
            }
            return;
        }
        // The earliest proof counts [B1]: a seal that was delayed is no scan that was late.
        const record::Instant end = record::parseInstant(deadline.asString());
        const bool sealedLate = m_facts.provenAt && *m_facts.provenAt > end;
        if (sealedLate && m_facts.scanProvenAt && *m_facts.scanProvenAt <= end) {
            m_verdict.add({FindingId::ScanProvenByCheckpoint, Severity::Note,
                           record::formatInstant(*m_facts.scanProvenAt), deadline, "", std::nullopt,
                           std::string(record::kScanProofPath)});
        } else if (sealedLate && m_earlierProof && *m_earlierProof <= end) {
            // The station compared the two; who has only this one is told to look at the other.
            m_verdict.add({FindingId::ProvenByEarlierVersion, Severity::Warn,
                           record::formatInstant(*m_earlierProof), deadline, "", std::nullopt,
                           m_earlier});
        } else if (sealedLate) {
            excused(FindingId::ProofOfScanTimeLate, record::formatInstant(*m_facts.provenAt),
                    deadline);
        }
    }

    void excused(FindingId id, Json measured, Json required) {
        if (m_json.at("excuse").isNull()) {
            late(id, std::move(measured), std::move(required));
        } else { // [B2] a person decided, with a reason that is signed into the record
            m_verdict.add({FindingId::ExcusedLateness, Severity::Warn, std::move(measured),
                           std::move(required), "", std::nullopt,
                           std::string(record::enumName(id))});
        }
    }

    void late(FindingId id, Json measured, Json required) {
        m_verdict.add(
            {id, Severity::Refuse, std::move(measured), std::move(required), "", std::nullopt, ""});
    }

    const Json& m_json;
    const RecordFacts& m_facts;
    const Trust& m_trust;
    record::Verdict m_verdict;
    bool m_referenceCopy = false;
    std::string m_earlier;                         // the version that it takes the place of
    std::optional<record::Instant> m_earlierProof; // of the same pages
    std::int64_t m_blank = 0;
    std::set<std::int64_t> m_sheets;
    std::set<std::pair<std::int64_t, std::string>> m_sides;
};

} // namespace

std::string stationMessage(const Json& recordJson) {
    Json unsignedJson = Json::object({});
    for (const auto& [key, value] : recordJson.asObject()) {
        if (key != "stationSignature") {
            unsignedJson.set(key, value);
        }
    }
    return std::string(kFormat) + '\n' + record::canonical(unsignedJson);
}

record::Json parseRecordJson(std::string_view text) {
    Json json = record::parseJson(text);
    if (record::canonical(json) != text) {
        malformedRecord("not canonical (RFC 8785)");
    }
    return json;
}

record::Verdict judgeRecord(const Json& recordJson, const RecordFacts& facts, const Trust& trust) {
    try {
        return RecordJudge(recordJson, facts, trust).judge();
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            throw;
        }
        record::Verdict verdict;
        verdict.add({FindingId::RecordMalformed, Severity::Refuse, fault.what(), nullptr, "",
                     std::nullopt, ""});
        return verdict;
    }
}

} // namespace seihon::signing
