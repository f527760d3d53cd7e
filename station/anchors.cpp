#include "station/anchors.h"

#include "record/fault.h"
#include "record/merkle.h"
#include "signing/checkpoint.h"
#include "signing/timestamp.h"
#include "station/checkpoints.h"
#include "station/findings.h"

#include <algorithm>
#include <charconv>

namespace seihon::station {

namespace fs = std::filesystem;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Severity;

namespace {

constexpr std::int64_t kNoteBytes = 64 << 10;
constexpr std::int64_t kTokenBytes = 1 << 20;
constexpr std::int64_t kBroughtUpInOneGo = 200;
constexpr std::uint64_t kLeavesInOneGo = 10'000;

// 0 for whatever is not SIZE.note.
std::uint64_t sizeOfNote(const fs::path& note) {
    const std::string name = note.stem().string();
    std::uint64_t size = 0;
    const auto end = name.data() + name.size();
    const auto read = std::from_chars(name.data(), end, size);
    return note.extension() == ".note" && read.ec == std::errc() && read.ptr == end ? size : 0;
}

fs::path beside(const fs::path& note) {
    return fs::path(note).replace_extension(".tst");
}

std::string textOfNote(const fs::path& file) {
    const auto bytes = ledger::readWhole(file, kNoteBytes);
    return {bytes.begin(), bytes.end()};
}

std::vector<fs::path> anchorNotesAt(const fs::path& place, record::Verdict& verdict) {
    std::vector<fs::path> notes;
    std::error_code trouble;
    if (fs::is_regular_file(place, trouble)) {
        return {place};
    }
    for (const fs::directory_entry& file : fs::directory_iterator(place, trouble)) {
        if (sizeOfNote(file.path()) > 0) {
            notes.push_back(file.path());
        }
    }
    if (trouble) {
        verdict.add(findingOf(FindingId::AnchorUnreachable, Severity::Warn, place.string()));
    }
    return notes;
}

std::optional<Anchor> readAnchor(const fs::path& note, const std::string& station,
                                 const signing::Trust& believed, record::Verdict& verdict) {
    const std::string key = trustedStationKey(believed, station);
    Anchor anchor{note, 0, {}, {}};
    try {
        const std::string text = textOfNote(note);
        const signing::CheckpointBody body = signing::openCheckpoint(text, key);
        if (body.origin != station) {
            throw Fault(FaultKind::Malformed, "of another station");
        }
        anchor.size = body.size;
        anchor.root = body.root;
        if (fs::exists(beside(note))) {
            const auto token =
                signing::verifyToken(ledger::readWhole(beside(note), kTokenBytes), believed,
                                     record::sha256(text), {}, {}, record::readClock());
            if (token.verdict.permitted()) {
                anchor.stampedAt = token.token.at;
            } else {
                verdict.add(
                    findingOf(FindingId::AnchorInvalid, Severity::Refuse, beside(note).string()));
            }
        }
    } catch (const Fault&) {
        verdict.add(findingOf(FindingId::AnchorInvalid, Severity::Refuse, note.string()));
        return std::nullopt;
    }
    return anchor;
}

// One walk over the leaves, with a stop at the size of each anchor. Of those that do not fit the
// oldest is told, behind which everything may be another log's, and of those that lie ahead the
// newest.
void compareAnchors(const std::vector<Anchor>& anchors, const LeavesFrom& leavesFrom,
                    record::Verdict& verdict) {
    record::MerkleFrontier frontier;
    auto next = anchors.begin();
    bool agrees = true;
    const auto compare = [&] {
        for (; next != anchors.end() && next->size == frontier.size(); ++next) {
            if (agrees && next->root != frontier.root()) {
                agrees = false;
                verdict.add(
                    findingOf(FindingId::AnchorDisagrees, Severity::Refuse, next->file.string()));
            }
        }
    };
    compare(); // one of size 0
    for (bool more = true; more && next != anchors.end();) {
        const auto leaves = leavesFrom(frontier.size(), kLeavesInOneGo);
        for (const record::Digest& leaf : leaves) {
            frontier.append(leaf);
            compare();
        }
        more = !leaves.empty();
    }
    if (next != anchors.end()) {
        verdict.add(measuredFinding(FindingId::LogBehindAnchor, Severity::Refuse,
                                    static_cast<std::int64_t>(frontier.size()),
                                    static_cast<std::int64_t>(anchors.back().size), "entries"));
    }
}

} // namespace

fs::path Anchors::folderIn(const fs::path& anchors) const {
    return anchors / m_station.m_config.stationId;
}

// One that does not exist is a disk that is not mounted: made here, it would anchor nothing.
void Anchors::bringUpOne(const fs::path& anchors) {
    if (!fs::is_directory(anchors)) {
        return;
    }
    const fs::path folder = folderIn(anchors);
    ledger::makeDurableFolder(folder);
    for (const ledger::Checkpoint& one :
         m_station.m_ledger->newestCheckpoints(kBroughtUpInOneGo, false)) {
        const fs::path note = folder / (std::to_string(one.size) + ".note");
        if (fs::exists(note) && (one.token.empty() || fs::exists(beside(note)))) {
            return; // and so are those before it
        }
        ledger::writeDurably(note, record::bytesOf(one.note));
        if (!one.token.empty()) {
            ledger::writeDurably(beside(note), one.token);
        }
    }
}

void Anchors::bringUp() noexcept {
    for (const fs::path& anchors : m_station.m_config.anchors) {
        try {
            bringUpOne(anchors);
        } catch (...) { // see the header
        }
    }
}

record::Verdict Anchors::standing() {
    record::Verdict verdict;
    if (m_station.m_config.anchors.empty()) {
        return verdict.add(findingOf(FindingId::LogNotAnchored,
                                     m_station.m_config.demo ? Severity::Note : Severity::Warn,
                                     ""));
    }
    const std::uint64_t head = m_station.m_ledger->head().size;
    const auto newest = m_station.m_ledger->newestCheckpoints(1, false);
    for (const fs::path& anchors : m_station.m_config.anchors) {
        const std::vector<fs::path> notes = anchorNotesAt(folderIn(anchors), verdict);
        std::uint64_t most = 0;
        for (const fs::path& note : notes) {
            most = std::max(most, sizeOfNote(note));
        }
        if (most > head) {
            verdict.add(measuredFinding(FindingId::LogBehindAnchor, Severity::Refuse,
                                        static_cast<std::int64_t>(head),
                                        static_cast<std::int64_t>(most), "entries"));
        } else if (!notes.empty() && !newest.empty() && most < newest.front().size) {
            verdict.add(measuredFinding(FindingId::AnchorOld, Severity::Warn,
                                        static_cast<std::int64_t>(most),
                                        static_cast<std::int64_t>(newest.front().size), "entries"));
        }
    }
    return verdict;
}

AnchorReport compareWithAnchors(const AnchorQuestion& question, const LeavesFrom& leavesFrom) {
    AnchorReport report;
    std::vector<fs::path> notes = question.notes;
    for (const fs::path& place : question.places) {
        if (!fs::exists(place)) {
            throw Fault(FaultKind::NotFound, "no anchor at " + place.string());
        }
        const auto found = anchorNotesAt(place, report.verdict);
        if (found.empty()) {
            throw Fault(FaultKind::NotFound, "no checkpoint (SIZE.note) in " + place.string());
        }
        notes.insert(notes.end(), found.begin(), found.end());
    }
    std::vector<Anchor> anchors;
    for (const fs::path& note : notes) {
        if (auto anchor = readAnchor(note, question.station, question.believed, report.verdict)) {
            anchors.push_back(std::move(*anchor));
        }
    }
    std::sort(anchors.begin(), anchors.end(),
              [](const Anchor& a, const Anchor& b) { return a.size < b.size; });
    compareAnchors(anchors, leavesFrom, report.verdict);
    report.compared = std::ssize(anchors);
    if (!anchors.empty()) {
        report.newest = anchors.back();
    }
    return report;
}

AnchorReport Anchors::verify(const signing::Trust& believed, const std::vector<fs::path>& more) {
    record::Verdict away;
    std::vector<fs::path> notes;
    for (const fs::path& anchors : m_station.m_config.anchors) {
        const auto found = anchorNotesAt(folderIn(anchors), away);
        notes.insert(notes.end(), found.begin(), found.end());
    }
    AnchorReport report = compareWithAnchors({m_station.m_config.stationId, believed, notes, more},
                                             [this](std::uint64_t from, std::uint64_t limit) {
                                                 return m_station.m_ledger->leaves(from, limit);
                                             });
    report.verdict.merge(away);
    return report;
}

} // namespace seihon::station
