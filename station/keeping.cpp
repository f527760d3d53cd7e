#include "station/keeping.h"

#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/json_fields.h"
#include "signing/validation_data.h"
#include "station/findings.h"

#include <set>
#include <system_error>
#include <utility>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using record::Severity;

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kKeptFileBytes = 64 << 20;
constexpr const char* kManifestPath = "META-INF/ASiCManifest001.xml";

std::optional<record::Digest> digestAt(const fs::path& file) {
    std::error_code error;
    if (!fs::exists(fs::symlink_status(file, error))) {
        return std::nullopt;
    }
    return record::sha256(ledger::readWhole(file, kKeptFileBytes));
}

record::Finding differs(const std::string& path, const std::optional<record::Digest>& measured,
                        const record::Digest& required) {
    record::Finding finding = findingOf(measured ? FindingId::FileAltered : FindingId::FileMissing,
                                        Severity::Refuse, path);
    finding.measured = measured ? Json(measured->hex()) : Json();
    finding.required = required.hex();
    return finding;
}

void compareSignature(const record::SealedRecord& sealed, const fs::path& folder,
                      record::Verdict& verdict) {
    if (!sealed.signatureDigest) {
        return; // sealed by a version that did not note it; the seal itself is verified
    }
    const auto there = digestAt(folder / kSignaturePath);
    if (there != sealed.signatureDigest && !(there && there == sealed.completing)) {
        verdict.add(
            differs(kSignaturePath, there, sealed.completing.value_or(*sealed.signatureDigest)));
    }
}

void compareUnknown(const std::set<std::string>& known, const fs::path& folder,
                    record::Verdict& verdict) {
    std::error_code error;
    for (fs::directory_iterator at(folder / "META-INF", error), end; !error && at != end;
         at.increment(error)) {
        const std::string path = "META-INF/" + at->path().filename().string();
        if (!known.contains(path)) {
            verdict.add(findingOf(FindingId::FileNotListed, Severity::Refuse,
                                  signing::RecordFiles::shown(path)));
        }
    }
}

} // namespace

record::Verdict compareKept(const record::SealedRecord& sealed, const fs::path& folder) {
    record::Verdict verdict;
    compareSignature(sealed, folder, verdict);
    std::set<std::string> known{kSignaturePath, kManifestPath};
    for (const record::SealLayer& layer : sealed.layers) {
        for (const auto& [path, digest] : layer.files) {
            known.insert(path);
            if (const auto there = digestAt(folder / path); there != digest) {
                verdict.add(differs(path, there, digest));
            }
        }
    }
    if (sealed.layerStarted) {
        for (const auto& [path, digest] : sealed.layerStarted->files) {
            known.insert(path);
            if (const auto there = digestAt(folder / path); there && there != digest) {
                verdict.add(differs(path, there, digest));
            }
        }
    }
    compareUnknown(known, folder, verdict);
    return verdict;
}

Station::Keeping::Keeping(Station& owner, const std::string& jobId, record::Actor who)
    : station(owner), actor(std::move(who)), job(owner.job(jobId)),
      staged(owner.m_home.staged(jobId)) {
    if (!job.sealed) {
        throw Fault(FaultKind::NotFound, "job " + jobId + " has no sealed record");
    }
    folder = owner.m_store->pathOf(job.sealed->recordId);
}

signing::Der Station::Keeping::signature() const {
    return ledger::readWhole(folder / kSignaturePath, kKeptFileBytes);
}

record::Verdict Station::Keeping::verify(const signing::Trust& trust) {
    record::Verdict verdict = compareKept(sealed(), folder);
    if (verdict.permitted()) {
        verdict.merge(signing::verifyRecord(folder, trust, record::readClock()).verdict);
    }
    return verdict;
}

void Station::Keeping::append(EntryKind kind, Json facts, std::optional<record::Verdict> verdict) {
    facts.set("recordId", sealed().recordId);
    record::EntryDraft draft;
    draft.kind = kind;
    draft.actor = actor;
    draft.job = job.id;
    draft.record = sealed().recordId;
    draft.facts = std::move(facts);
    draft.verdict = std::move(verdict);
    draft.regulation = station.m_regulation->digest;
    record::apply(job, station.m_ledger->append(draft, record::readClock()));
}

void Station::Keeping::noteRefusal(const record::Verdict& verdict) {
    if (sealed().lastVerdict != verdict) {
        append(EntryKind::RecordVerified, Json::object({}), verdict);
    }
}

void Station::Keeping::stage(const std::vector<signing::LayerFile>& files) {
    // What an earlier try left here was named by no entry, or its entry is settled.
    fs::remove_all(staged);
    ledger::makeDurableFolder(staged / "META-INF");
    for (const signing::LayerFile& file : files) {
        ledger::writeDurably(staged / file.path, file.bytes);
    }
}

void Station::Keeping::startCompletion(const signing::Der& completed) {
    const signing::Der before = signature();
    if (!signing::isSameSignatureWithMore(before, completed)) {
        throw Fault(FaultKind::Internal, "completing would change more than validation data");
    }
    stage({{kSignaturePath, completed}});
    append(EntryKind::CompletionStarted,
           Json::object({{"oldDigest", record::sha256(before).hex()},
                         {"newDigest", record::sha256(completed).hex()}}));
}

void Station::Keeping::startLayer(const signing::MadeLayer& made) {
    record::SealLayer layer;
    layer.number = made.layer.number;
    layer.kind = record::enumName(made.layer.kind);
    layer.at = made.layer.at;
    layer.service = made.layer.service;
    for (const signing::LayerFile& file : made.files) {
        layer.files.emplace(file.path, record::sha256(file.bytes));
    }
    stage(made.files);
    append(EntryKind::RenewalStarted, Json::object({{"layer", record::toJson(layer)}}));
}

record::Verdict Station::Keeping::placeSignature() {
    record::Verdict verdict;
    const auto there = digestAt(folder / kSignaturePath);
    if (there == sealed().completing) {
        return verdict;
    }
    if (there != sealed().signatureDigest) { // neither the old nor the new one: not our doing
        verdict.add(differs(kSignaturePath, there, *sealed().completing));
        return verdict;
    }
    if (digestAt(staged / kSignaturePath) != sealed().completing) {
        verdict.add(differs(kSignaturePath, there, *sealed().completing));
        verdict.findings.back().severity = Severity::Warn; // made anew, under another entry
        return verdict;
    }
    ledger::replaceByRename(staged / kSignaturePath, folder / kSignaturePath);
    return verdict;
}

record::Verdict Station::Keeping::placeLayer() {
    record::Verdict verdict;
    std::vector<std::string> missing;
    bool lost = false;
    const auto& files = sealed().layerStarted->files;
    for (const auto& [path, digest] : files) {
        const auto there = digestAt(folder / path);
        if (there == digest) {
            continue;
        }
        missing.push_back(path);
        const bool atHand = digestAt(staged / path) == digest;
        lost = lost || !atHand;
        if (there || !atHand) {
            verdict.add(differs(path, there, digest));
        }
    }
    if (lost && missing.size() == files.size()) {
        // Nothing of the layer ever came into the record: it is made anew, under another entry.
        for (record::Finding& finding : verdict.findings) {
            finding.severity =
                finding.id == FindingId::FileMissing ? Severity::Warn : Severity::Refuse;
        }
        return verdict;
    }
    if (verdict.permitted()) {
        for (const std::string& path : missing) {
            ledger::renameDurably(staged / path, folder / path);
        }
    }
    return verdict;
}

record::Verdict Station::Keeping::place() {
    record::Verdict verdict;
    if (sealed().completing) {
        verdict.merge(placeSignature());
    }
    if (verdict.findings.empty() && sealed().layerStarted) {
        verdict.merge(placeLayer());
    }
    if (verdict.findings.empty()) {
        fs::remove_all(staged); // everything that an entry names is in the record
    }
    return verdict;
}

record::Verdict Station::Keeping::finishLayer(const signing::Trust& trust) {
    const signing::RecordVerification made =
        signing::verifyRecord(folder, trust, record::readClock());
    record::Verdict verdict = made.verdict;
    if (static_cast<std::int64_t>(made.layers.size()) != sealed().layerStarted->number) {
        verdict.add(findingOf(FindingId::RecordDisagrees, Severity::Refuse, "META-INF"));
    }
    if (!verdict.permitted()) {
        return verdict;
    }
    Json facts = Json::object({{"layer", record::toJson(*sealed().layerStarted)},
                               {"provenUntil", record::instantOrNull(made.provenUntil)}});
    if (sealed().completing) {
        facts.set("signatureDigest", sealed().completing->hex());
        append(EntryKind::RecordCompleted, std::move(facts), verdict);
    } else {
        append(EntryKind::RecordRenewed, std::move(facts), verdict);
    }
    return verdict;
}

record::Verdict Station::Keeping::settle(const signing::Trust& trust) {
    record::Verdict verdict = place();
    if (verdict.findings.empty() && sealed().layerStarted) {
        verdict.merge(finishLayer(trust));
    }
    return verdict;
}

} // namespace seihon::station
