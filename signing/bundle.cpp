#include "signing/bundle.h"

#include "record/fault.h"
#include "record/file_digest.h"
#include "signing/findings.h"
#include "signing/report_note.h"
#include "signing/small_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

namespace seihon::signing {

namespace {

namespace fs = std::filesystem;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Redaction;

constexpr std::size_t kMostBundleFiles = 2'000'000;
constexpr std::size_t kBundleSealBytes = 4096;
constexpr std::size_t kBundledRegulationBytes = std::size_t{1} << 20;

[[noreturn]] void unreadable(const fs::path& file) {
    throw Fault(FaultKind::StorageFailed, "cannot be read: " + file.string(),
                {{"file", file.string()}});
}

void invalid(record::Verdict& verdict, std::string why) {
    verdict.add(refusal(FindingId::BundleInvalid, nullptr, nullptr, std::move(why)));
}

void addEach(record::Verdict& verdict, const record::Verdict& more) {
    for (const record::Finding& finding : more.findings) { // the same is said once
        if (std::find(verdict.findings.begin(), verdict.findings.end(), finding) ==
            verdict.findings.end()) {
            verdict.add(finding);
        }
    }
}

class BundleJudge {
  public:
    BundleJudge(const fs::path& folder, const Trust& trust, record::Instant now)
        : m_folder(folder), m_trust(trust), m_now(now) {}

    BundleVerification run() {
        try {
            judgeSums();
            m_result.note =
                record::parseBundleNote(read(record::kBundleNotePath, record::kBundleNoteBytes));
            judgeSeal();
            judgeRecords();
            judgeRegulations();
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::Malformed && fault.kind != FaultKind::NotFound) {
                throw;
            }
            invalid(m_result.verdict, fault.what());
        }
        return std::move(m_result);
    }

  private:
    std::string read(std::string_view path, std::size_t limit) const {
        return readSmallFile(m_folder / path, limit);
    }

    // Both ways: what the sums name lies there as it was, and nothing else does.
    void judgeSums() {
        m_there = sumsOf(m_folder, m_result.verdict);
        m_result.files = std::ssize(m_there);
        m_sumsText = read(record::kBundleSumsPath, record::kFileSumsBytes);
        const record::FileSums listed = record::parseFileSums(m_sumsText);
        for (const auto& [path, digest] : listed) {
            const auto found = m_there.find(path);
            if (found == m_there.end()) {
                refuse(m_result.verdict, FindingId::FileMissing, nullptr, path);
            } else if (found->second != digest) {
                m_result.verdict.add(
                    refusal(FindingId::FileAltered, found->second.hex(), digest.hex(), path));
            }
        }
        for (const auto& [path, digest] : m_there) {
            if (!listed.contains(path) && path != record::kBundleSumsPath &&
                path != record::kBundleSealPath) {
                refuse(m_result.verdict, FindingId::FileNotListed, nullptr,
                       RecordFiles::shown(path));
            }
        }
    }

    void judgeSeal() {
        const std::string seal = read(record::kBundleSealPath, kBundleSealBytes);
        const std::string& station = m_result.note->station;
        std::string trouble = "trust names no key of the station " + station;
        for (const config::StationKey& key : m_trust.file.stationKeys) {
            if (key.stationId != station) {
                continue;
            }
            try {
                if (openReport(seal, station, key.ed25519Base64) ==
                    record::bundleSealText(m_result.note->id, record::sha256(m_sumsText))) {
                    return;
                }
                trouble = "the station signed other sums";
            } catch (const Fault& fault) {
                if (fault.kind != FaultKind::Malformed) {
                    throw;
                }
                trouble = fault.what();
            }
        }
        invalid(m_result.verdict, trouble);
    }

    void judgeRecords() {
        std::set<std::string> named;
        for (const record::BundleRecord& one : m_result.note->records) {
            if (!named.insert(one.id).second) {
                invalid(m_result.verdict, "a record stands in it twice: " + one.id);
                continue;
            }
            m_result.records.push_back(
                verifyBundledRecord(m_folder, one.id, m_result.note->redaction, m_trust, m_now));
            addEach(m_result.verdict, m_result.records.back().verdict);
        }
        for (const auto& [path, digest] : m_there) { // no other record, and no other proof
            const bool ofRecord = path.starts_with("records/") || path.starts_with("proofs/");
            const std::size_t from = path.find('/') + 1;
            const std::string id = path.substr(from, path.find_first_of("/.", from) - from);
            if (ofRecord && !named.contains(id)) {
                invalid(m_result.verdict, "it does not say what this is: " + path);
            }
        }
    }

    // Every rule that an entry of a proof names is at hand, under its digest.
    void judgeRegulations() {
        std::set<record::Digest> needed(m_result.note->regulations.begin(),
                                        m_result.note->regulations.end());
        for (const BundledRecord& one : m_result.records) {
            for (const record::Entry& entry : one.proof.entries) {
                needed.insert(entry.what.regulation);
            }
        }
        needed.erase(record::Digest{}); // entries before there was one
        for (const record::Digest& digest : needed) {
            const std::string path = "regulations/" + digest.hex() + ".toml";
            if (!m_there.contains(path)) {
                refuse(m_result.verdict, FindingId::FileMissing, nullptr, path);
            } else if (record::sha256(read(path, kBundledRegulationBytes)) != digest) {
                refuse(m_result.verdict, FindingId::FileAltered, nullptr, path);
            }
        }
    }

    const fs::path& m_folder;
    const Trust& m_trust;
    record::Instant m_now;
    record::FileSums m_there;
    std::string m_sumsText;
    BundleVerification m_result;
};

// What is no proof says nothing, however it came about.
LogProofReading readBundledProof(const fs::path& file, const std::string& id, Redaction redaction,
                                 const Trust& trust, record::Instant now) {
    LogProofReading reading;
    const auto invalidProof = [&](std::string why) {
        reading.verdict.add(
            refusal(FindingId::LogProofInvalid, nullptr, nullptr, id + ": " + std::move(why)));
    };
    try {
        const record::LogProof proof =
            record::parseLogProof(readSmallFile(file, record::kLogProofBytes));
        reading = readLogProof(proof, trust, now);
        if (proof.record != id) {
            invalidProof("it is of the record " + proof.record);
        }
        const bool opens = std::any_of(proof.lines.begin(), proof.lines.end(),
                                       [](const auto& line) { return line.opened.has_value(); });
        if (opens && redaction == Redaction::Patient) {
            invalidProof("it shows the patient, and was to be closed");
        }
    } catch (const Fault& fault) {
        if (fault.kind != FaultKind::Malformed && fault.kind != FaultKind::NotFound) {
            throw;
        }
        invalidProof(fault.what());
    }
    return reading;
}

} // namespace

fs::path bundledRecord(const fs::path& bundle, const std::string& id) {
    return bundle / "records" / id;
}

fs::path bundledProof(const fs::path& bundle, const std::string& id) {
    return bundle / "proofs" / (id + ".json");
}

record::FileSums sumsOf(const fs::path& folder, record::Verdict& verdict) {
    record::FileSums sums;
    std::size_t seen = 0;
    try {
        for (const fs::directory_entry& one : fs::recursive_directory_iterator(folder)) {
            const std::string path = one.path().lexically_relative(folder).generic_string();
            if (++seen > kMostBundleFiles) {
                invalid(verdict, "too many files");
                break;
            }
            const bool isEmpty =
                one.is_directory() && !one.is_symlink() && fs::is_empty(one.path());
            if (isEmpty) { // nothing sums up a folder without files
                invalid(verdict, "an empty folder: " + RecordFiles::shown(path));
            } else if (one.is_symlink() || (!one.is_regular_file() && !one.is_directory())) {
                refuse(verdict, FindingId::FileUnreadable, "no file", RecordFiles::shown(path));
            } else if (one.is_regular_file()) {
                sums.emplace(path, record::sha256OfFile(one.path()));
            }
        }
    } catch (const fs::filesystem_error&) {
        unreadable(folder);
    }
    return sums;
}

BundledRecord verifyBundledRecord(const fs::path& bundle, const std::string& id,
                                  Redaction redaction, const Trust& trust, record::Instant now) {
    BundledRecord one;
    one.id = id;
    one.proof = readBundledProof(bundledProof(bundle, id), id, redaction, trust, now);
    one.verdict = one.proof.verdict;
    const fs::path folder = bundledRecord(bundle, id);
    if (!fs::is_directory(folder)) {
        one.verdict.add(refusal(FindingId::FileMissing, nullptr, nullptr, "records/" + id));
        return one;
    }
    const auto files = openRecordFiles(folder);
    one.record = verifyRecord(*files, trust, now, [redaction](const std::string& path) {
        return record::isLeftOut(redaction, path);
    });
    one.verdict.merge(one.record.verdict);
    one.verdict.merge(compareWithProof(one.proof, one.record));
    for (const std::string& path : files->files()) {
        if (record::isLeftOut(redaction, path)) {
            invalid(one.verdict, "it was to be left out: records/" + id + "/" + path);
        }
    }
    return one;
}

BundleVerification verifyBundle(const fs::path& folder, const Trust& trust, record::Instant now) {
    if (!fs::is_directory(folder)) {
        throw Fault(FaultKind::NotFound, "there is no such folder: " + folder.string(),
                    {{"file", folder.string()}});
    }
    return BundleJudge(folder, trust, now).run();
}

} // namespace seihon::signing
