#include "disposal_walk.h"

#include <map>
#include <set>

// The second statement: reads the entries as an auditor would, and calls no rule.
namespace seihon::regulation {

namespace {

using record::Entry;
using record::EntryKind;
using record::Instant;

struct PaperRead {
    std::string kind;
    Instant sealedAt{};
    std::optional<Instant> verifiedAt;
    bool verifiedWell = false, completed = false, withdrawn = false, amending = false;
    bool sampleClosed = false, settled = false, disagrees = false, gone = false;
    bool boxOpen = false;
    std::set<std::string> incidents;
    std::string place; // empty: unknown
    std::optional<Instant> holdUntil;
};

struct ListRead {
    std::map<std::string, std::string> items; // job, place as the list says
    std::set<std::string> approved;           // jobs
    std::string proposer, checker, approver, witness, executor;
    std::optional<Instant> witnessedAt, approvedAt, doneAt;
    bool proven = false, ended = false;
};

struct DisposalReading {
    std::map<std::string, PaperRead> papers;
    std::map<std::string, ListRead> lists;
    std::map<std::string, std::string> holds;   // id, on what
    std::map<std::string, std::string> placers; // id, by whom
    std::optional<Instant> backup;
    std::vector<std::string> wrongs;

    void wrong(const Entry& entry, const std::string& what) {
        wrongs.push_back(std::to_string(entry.sequence) + " " + what);
    }
};

std::string placeInOfPaper(const record::Json& json) {
    return json.at("box").asString() + "/" + json.at("shelf").asString() + "/" +
           json.at("position").asString();
}

void readMarkerOfPaper(const Entry& entry, DisposalReading& reading) {
    const std::string& what = entry.what.facts.at("marker").asString();
    if (what == "backup") {
        reading.backup = entry.at;
        return;
    }
    PaperRead& paper = reading.papers[entry.what.job];
    paper.sampleClosed = what == "sample closed" || paper.sampleClosed;
    paper.settled = what == "settled" || paper.settled;
    paper.disagrees = what == "disagrees" || (paper.disagrees && what != "agrees");
    paper.boxOpen = what == "box open" || (paper.boxOpen && what != "box closed");
    paper.amending = what == "amending" || (paper.amending && what != "amended");
}

void readLifeOfPaper(const Entry& entry, DisposalReading& reading) {
    const record::Json& facts = entry.what.facts;
    PaperRead& paper = reading.papers[entry.what.job];
    switch (entry.what.kind) {
    case EntryKind::RecordSealed:
        paper.kind = facts.at("class").asString();
        paper.sealedAt = entry.at;
        return;
    case EntryKind::RecordCompleted:
        paper.completed = true;
        return;
    case EntryKind::RecordVerified:
        paper.verifiedAt = entry.at;
        paper.verifiedWell = facts.at("well").asBool();
        return;
    case EntryKind::PaperPlaced:
        paper.place = placeInOfPaper(facts);
        paper.holdUntil = facts.find("holdUntil") == nullptr
                              ? std::nullopt
                              : std::optional(at(facts.at("holdUntil").asString()));
        return;
    case EntryKind::RecordWithdrawn:
        paper.withdrawn = true;
        [[fallthrough]];
    case EntryKind::SampleFaultFound:
        paper.incidents.insert(facts.at("incident").asString());
        return;
    default:
        paper.incidents.erase(facts.at("incident").asString());
    }
}

std::chrono::days periodOfOfPaper(const PaperRead& paper) {
    return std::chrono::days(paper.kind == "old" ? 40 : paper.kind == "seal-direct" ? 30 : 20);
}

// Each of the reasons for which paper must still be there.
void judgeGoneOfPaper(const Entry& entry, const std::string& job, DisposalReading& reading) {
    PaperRead& paper = reading.papers[job];
    const auto must = [&](bool holds, const char* what) {
        if (!holds) {
            reading.wrong(entry, job + " went although " + what);
        }
    };
    for (const auto& [id, on] : reading.holds) {
        must(on != "record-" + job && on != "P-" + job, "it is under legal hold");
    }
    must(!paper.gone, "it was gone");
    must(!paper.withdrawn, "its record is withdrawn");
    must(paper.incidents.empty(), "an incident is open");
    must(paper.completed, "its seal is not complete");
    must(paper.verifiedWell && entry.at - *paper.verifiedAt <= std::chrono::days(10),
         "nobody verified it lately");
    must(reading.backup && *reading.backup > paper.sealedAt, "there is no backup of it");
    must(!paper.place.empty(), "nobody knows where it is");
    must(!paper.holdUntil || entry.at >= *paper.holdUntil, "it is held");
    must(entry.at - paper.sealedAt >= periodOfOfPaper(paper), "its time is not over");
    must(paper.kind != "seal-direct" || paper.sampleClosed, "its sample is open");
    must(paper.kind != "old" || (paper.settled && !paper.disagrees), "its project is not over");
    must(!paper.boxOpen, "its box is not closed");
    must(!paper.amending, "a new version may need it");
    paper.gone = true;
}

void judgeActOfPaper(const Entry& entry, ListRead& list, DisposalReading& reading) {
    const auto must = [&](bool holds, const char* what) {
        if (!holds) {
            reading.wrong(entry, what);
        }
    };
    const std::string& who = entry.what.actor.user;
    const record::Json& facts = entry.what.facts;
    must(!list.approver.empty() && !list.checker.empty(), "carried out without approval or check");
    must(list.proposer != list.checker && list.proposer != list.approver &&
             list.checker != list.approver,
         "one person in two parts");
    must(list.witness != who && list.checker != who && list.witness != list.proposer,
         "the act and its witness or check are one person's");
    must(list.witnessedAt && entry.at - *list.witnessedAt <= std::chrono::hours(24),
         "the witness was not there");
    must(facts.at("method").asString() == "dissolving", "in a way that nobody stated");
    must(facts.at("day").asString() != "2026-10-01", "on a day before it was approved");
    for (const auto& [job, place] : list.items) {
        must(list.approved.contains(job), "what nobody approved went");
        must(reading.papers[job].place == place, "it lay elsewhere");
        judgeGoneOfPaper(entry, job, reading);
    }
    list.executor = who;
    list.doneAt = entry.at;
}

void judgeCheckAfterOfPaper(const Entry& entry, ListRead& list, DisposalReading& reading) {
    const std::string& who = entry.what.actor.user;
    if (who == list.executor || who == list.witness) {
        reading.wrong(entry, "checked by who did it");
    }
    if (!list.proven) {
        reading.wrong(entry, "closed without a proof");
    }
    for (const auto& [job, place] : list.items) {
        const PaperRead& paper = reading.papers[job];
        if (!paper.verifiedWell || *paper.verifiedAt < *list.doneAt) {
            reading.wrong(entry, "closed, and nobody looked whether the record is still there");
        }
    }
    if (list.ended) {
        reading.wrong(entry, "closed twice");
    }
    list.ended = true;
}

void readListOfPaper(const Entry& entry, DisposalReading& reading) {
    ListRead& list = reading.lists[entry.what.job];
    const std::string& who = entry.what.actor.user;
    switch (entry.what.kind) {
    case EntryKind::DisposalProposed:
        list.proposer = who;
        for (const record::Json& item : entry.what.facts.at("items").asArray()) {
            list.items[item.at("job").asString()] = placeInOfPaper(item);
        }
        return;
    case EntryKind::DisposalChecked:
        if (list.doneAt) {
            return judgeCheckAfterOfPaper(entry, list, reading);
        }
        list.checker = who;
        return;
    case EntryKind::DisposalApproved:
        list.approver = who;
        list.approvedAt = entry.at;
        for (const auto& [job, place] : list.items) {
            list.approved.insert(job);
        }
        return;
    case EntryKind::DisposalReduced:
        for (const record::Json& record : entry.what.facts.at("records").asArray()) {
            list.items.erase(record.asString().substr(std::string("record-").size()));
        }
        list.witness.clear();
        list.witnessedAt.reset();
        return;
    case EntryKind::DisposalWitnessed:
        list.witness = who;
        list.witnessedAt = entry.at;
        return;
    case EntryKind::DisposalCarriedOut:
        return judgeActOfPaper(entry, list, reading);
    default:
        list.proven = true;
    }
}

void readEntryOfPaper(const Entry& entry, DisposalReading& reading) {
    const record::Json& facts = entry.what.facts;
    if (entry.what.kind == EntryKind::HomeInitialised) {
        readMarkerOfPaper(entry, reading);
    } else if (entry.what.kind == EntryKind::LegalHoldPlaced) {
        const std::string& record = facts.at("subject").asString();
        reading.placers[facts.at("id").asString()] = entry.what.actor.user;
        reading.holds[facts.at("id").asString()] =
            record.empty() ? entry.what.privateFacts.at("patient").at("id").asString() : record;
    } else if (entry.what.kind == EntryKind::LegalHoldLifted) {
        if (reading.placers[facts.at("id").asString()] == entry.what.actor.user) {
            reading.wrong(entry, "who placed the hold lifted it");
        }
        reading.holds.erase(facts.at("id").asString());
    } else if (entry.what.job.starts_with("list-")) {
        readListOfPaper(entry, reading);
    } else {
        readLifeOfPaper(entry, reading);
    }
}

} // namespace

std::vector<std::string> forbiddenIn(const DisposalWalk& walk) {
    DisposalReading reading;
    for (const Entry& entry : walk.entries()) {
        readEntryOfPaper(entry, reading);
    }
    return reading.wrongs;
}

} // namespace seihon::regulation
