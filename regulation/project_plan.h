#pragma once

#include "record/digest.h"
#include "regulation/project_rules.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace seihon::regulation {

struct CommitteeMember {
    std::string name, affiliation;
    bool outside = false; // of the house
};

// Who does the work when it is given out of the house, and what binds them [C5].
struct Contractor {
    std::string name;
    std::string privacyMark; // its number
    std::optional<std::chrono::year_month_day> privacyMarkUntil;
    std::string incidentsChecked; // how it was found out
    std::optional<bool> incidentsFound;
    std::string contract;       // its reference and date
    std::string securityClause; // where the contract says what it asks
    std::string auditClause;
};

// The written plan of a project of old paper as its file says it, with the seven parts that the
// guideline asks for [C2]. Whatever the file leaves out is empty here: judgePlan names it.
struct ProjectPlan {
    record::Digest digest; // of the file's bytes
    std::string title, scope;
    std::set<std::string> classes;                           // of the regulation
    std::optional<std::chrono::year_month_day> starts, ends; // of scanning, in the hospital's time
    std::string hardship;                                    // why this is done at all [C7]

    struct { // 1: the rules, and their review by a fair committee [C2a]
        std::optional<record::Digest> regulation; // the one that was reviewed
        std::string committee;
        std::optional<std::chrono::year_month_day> heldOn;
        std::optional<record::Digest> minutes; // of the file of its minutes
        std::string conclusion;
        std::vector<CommitteeMember> members;
    } review;
    struct { // 2: who answers for the work; users of people.toml
        std::string manager, supervisor;
    } responsible;
    struct { // 3: how patients are told, and what becomes of objections [C1]
        std::vector<std::string> means;
        std::optional<std::chrono::year_month_day> since;
        std::string objectionsTo, objectionsThen;
        std::optional<ConsentBasis> basis;
        std::string reasoning; // of the committee, for that basis
    } notice;
    struct { // 4: who works, and how they watch each other [C3]; users of people.toml
        std::set<std::string> operators, inspectors;
        std::string monitoring;
        std::optional<bool> contractorWorks;
    } organisation;
    struct { // 5: what is recorded, good enough for an audit
        std::vector<std::string> items;
        std::string keeping;
    } records;
    struct { // 6: the auditor from outside, and what is audited [C4]
        std::string name, affiliation, qualification, number, independence;
        std::vector<std::string> items;
        std::string user; // of people.toml: the account, of an auditor and nobody else
    } audit;
    struct { // 7: from the scan to the disposal of the paper, and how
        std::optional<std::int64_t> holdDays;
        std::string method, by, witness;
    } disposal;
    std::optional<Contractor> contractor;
};

} // namespace seihon::regulation
