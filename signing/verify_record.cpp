#include "signing/verify_record.h"

#include "record/actor.h"
#include "record/fault.h"
#include "record/sentences.h"
#include "signing/manifest_names.h"
#include "signing/record_folder.h"
#include "signing/record_rules.h"
#include "signing/seal_rules.h"

#include <algorithm>

namespace seihon::signing {

namespace {

using record::FindingId;
using record::Json;
using record::Severity;

constexpr std::size_t kMaxManifestBytes = 8u << 20;
constexpr std::size_t kMaxRecordBytes = 16u << 20;
constexpr std::size_t kMaxSignatureBytes = 32u << 20;

void refuse(record::Verdict& verdict, FindingId id, Json measured, std::string_view subject) {
    verdict.add({id, Severity::Refuse, std::move(measured), nullptr, "", std::nullopt,
                 std::string(subject)});
}

// Only what a record holds: record.json and pages/NNNN.tif.
bool mayBeListed(std::string_view path) {
    if (path == kRecordPath) {
        return true;
    }
    constexpr std::string_view kPrefix = "pages/", kEnding = ".tif";
    if (!path.starts_with(kPrefix) || !path.ends_with(kEnding) ||
        path.size() < kPrefix.size() + 4 + kEnding.size()) {
        return false;
    }
    path.remove_prefix(kPrefix.size());
    path.remove_suffix(kEnding.size());
    return std::all_of(path.begin(), path.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class Verification {
  public:
    Verification(const std::filesystem::path& folder, const Trust& trust, record::Instant now)
        : m_folder(folder), m_trust(trust), m_now(now) {}

    RecordVerification run() {
        m_result.verdict.merge(m_folder.verdict());
        readMimetype();
        const auto manifest = m_folder.read(kManifestPath, kMaxManifestBytes, m_result.verdict);
        if (manifest) {
            m_result.manifestDigest = record::sha256(*manifest);
            readManifest(*manifest);
        }
        judgeListing();
        if (manifest) {
            readSignature(*manifest);
        }
        readRecordJson();
        return std::move(m_result);
    }

  private:
    void readMimetype() {
        const auto text = m_folder.read(kMimetypePath, 1024, m_result.verdict);
        if (text && *text != kMimetype) {
            refuse(m_result.verdict, FindingId::MimetypeWrong, nullptr, kMimetypePath);
        }
    }

    void readManifest(const std::string& xml) {
        try {
            for (const record::ManifestEntry& entry : parseManifestXml(xml).entries) {
                if (!mayBeListed(entry.path)) {
                    throw record::Fault(record::FaultKind::Malformed,
                                        "manifest: " + entry.path + " has no place in a record");
                }
                m_listed.emplace(entry.path, entry.digest);
            }
        } catch (const record::Fault& fault) {
            if (fault.kind != record::FaultKind::Malformed) {
                throw;
            }
            m_listed.clear();
            const auto digest = fault.context.find("digest");
            if (digest != fault.context.end()) {
                refuse(m_result.verdict, FindingId::ManifestDigestWeak, digest->second,
                       kManifestPath);
            } else {
                refuse(m_result.verdict, FindingId::ManifestMalformed, fault.what(), kManifestPath);
            }
            return;
        }
        if (!m_listed.contains(std::string(kRecordPath))) {
            refuse(m_result.verdict, FindingId::ManifestMalformed, "it does not list record.json",
                   kManifestPath);
        }
        measureFiles();
    }

    void measureFiles() {
        for (const auto& [path, digest] : m_listed) {
            if (path == kRecordPath) {
                measureRecordJson(digest);
                continue;
            }
            const auto measured = m_folder.measure(path, m_result.verdict);
            if (measured) {
                compare(path, *measured, digest);
            }
        }
    }

    // Its bytes are judged later, so they are read once and digested from memory.
    void measureRecordJson(const record::Digest& listed) {
        m_recordText = m_folder.read(kRecordPath, kMaxRecordBytes, m_result.verdict);
        if (m_recordText) {
            compare(
                std::string(kRecordPath),
                {record::sha256(*m_recordText), static_cast<std::int64_t>(m_recordText->size())},
                listed);
        }
    }

    void compare(const std::string& path, const RecordFolder::Measured& measured,
                 const record::Digest& listed) {
        m_measured.emplace(path, measured);
        if (measured.digest != listed) {
            m_result.verdict.add({FindingId::FileAltered, Severity::Refuse, measured.digest.hex(),
                                  listed.hex(), "", std::nullopt, path});
        }
    }

    // What no list names was not sealed, and has no business in the folder.
    void judgeListing() {
        for (const std::string& path : m_folder.files()) {
            const bool fixed =
                path == kMimetypePath || path == kManifestPath || path == kSignaturePath;
            if (!fixed && !m_listed.contains(path)) {
                refuse(m_result.verdict, FindingId::FileNotListed, nullptr,
                       RecordFolder::shown(path));
            }
        }
    }

    void readSignature(const std::string& manifest) {
        if (!m_folder.files().contains(std::string(kSignaturePath))) {
            refuse(m_result.verdict, FindingId::SignatureMissing, nullptr, kSignaturePath);
            return;
        }
        const auto cms = m_folder.read(kSignaturePath, kMaxSignatureBytes, m_result.verdict);
        if (!cms) {
            return;
        }
        SealReading seal =
            readSeal(record::bytesOf(*cms), record::bytesOf(manifest), m_trust, m_now);
        m_result.verdict.merge(seal.verdict);
        m_result.signer = std::move(seal.signer);
        m_result.signedAt = seal.signedAt;
        m_result.provenAt = seal.provenAt;
    }

    void readRecordJson() {
        if (!m_recordText) {
            return;
        }
        try {
            m_result.recordJson = parseRecordJson(*m_recordText);
        } catch (const record::Fault& fault) {
            if (fault.kind != record::FaultKind::Malformed) {
                throw;
            }
            refuse(m_result.verdict, FindingId::RecordMalformed, fault.what(), kRecordPath);
            return;
        }
        m_result.verdict.merge(judgeRecord(
            m_result.recordJson, {m_measured, m_result.signer, m_result.provenAt}, m_trust));
        readForPeople();
    }

    // Shown even when the record is refused, as far as it can be read.
    void readForPeople() {
        if (!m_result.recordJson.isObject()) {
            return;
        }
        if (const Json* const pages = m_result.recordJson.find("pages");
            pages && pages->isArray()) {
            m_result.pages = static_cast<std::int64_t>(pages->asArray().size());
        }
        const Json* const signer = m_result.recordJson.find("signer");
        const Json* const role = signer && signer->isObject() ? signer->find("role") : nullptr;
        if (role && role->isString() && record::enumFromName<record::Role>(role->asString())) {
            m_result.signerRole = role->asString();
        }
    }

    RecordFolder m_folder;
    const Trust& m_trust;
    record::Instant m_now;
    std::map<std::string, record::Digest> m_listed;
    std::map<std::string, RecordFolder::Measured> m_measured;
    std::optional<std::string> m_recordText;
    RecordVerification m_result;
};

Json timeOrNull(const std::optional<record::Instant>& at) {
    return at ? Json(record::formatInstant(*at)) : Json();
}

} // namespace

RecordVerification verifyRecord(const std::filesystem::path& folder, const Trust& trust,
                                record::Instant now) {
    return Verification(folder, trust, now).run();
}

Json toJson(const RecordVerification& verification) {
    Json findings = Json::array();
    for (const record::Finding& finding : verification.verdict.findings) {
        Json json = record::toJson(finding);
        json.set("text", record::sentenceOf(finding, record::Language::English));
        findings.push(std::move(json));
    }
    Json signer;
    if (!verification.signer.holder.empty()) {
        signer =
            Json::object({{"name", verification.signer.holder}, {"role", verification.signerRole}});
    }
    return Json::object({{"valid", verification.verdict.permitted()},
                         {"findings", findings},
                         {"signer", signer},
                         {"signedAt", timeOrNull(verification.signedAt)},
                         {"provenAt", timeOrNull(verification.provenAt)},
                         {"pages", verification.pages}});
}

} // namespace seihon::signing
