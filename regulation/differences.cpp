#include "regulation/clauses.h"

#include <algorithm>
#include <map>

namespace seihon::regulation {

namespace {

// -1: after is looser, 1: stricter, 0: cannot be said.
int compareNumbers(const std::vector<std::int64_t>& before,
                   const std::vector<std::int64_t>& after) {
    if (before.size() != after.size() || before.empty()) {
        return 0;
    }
    // A limit that is not judged has no number to be compared.
    const bool off = before.size() > 1 && (before.front() == 0 || after.front() == 0);
    const std::size_t count = off ? 1 : before.size();
    bool stricter = false;
    bool looser = false;
    for (std::size_t i = 0; i < count; ++i) {
        stricter = stricter || after[i] > before[i];
        looser = looser || after[i] < before[i];
    }
    return stricter == looser ? 0 : (stricter ? 1 : -1);
}

bool holdsAll(const std::set<std::string>& large, const std::set<std::string>& small) {
    return large.contains(kAnything) ||
           (!small.contains(kAnything) &&
            std::includes(large.begin(), large.end(), small.begin(), small.end()));
}

Change changeOf(const Clause& before, const Clause& after) {
    int direction = compareNumbers(before.strictness, after.strictness);
    const auto compareSets = [&](const auto& smaller, const auto& larger) {
        if (smaller && larger && *smaller != *larger) {
            direction = holdsAll(*larger, *smaller) ? 1 : (holdsAll(*smaller, *larger) ? -1 : 0);
        }
    };
    compareSets(after.permits, before.permits);
    compareSets(before.demands, after.demands);
    return direction == 0 ? Change::Other : (direction > 0 ? Change::Stricter : Change::Looser);
}

// "class.ecg" of "class.ecg.reason"; empty for what belongs to no class.
std::string classOf(const std::string& key) {
    if (!key.starts_with("class.")) {
        return {};
    }
    return key.substr(0, key.find('.', 6));
}

using ByKey = std::map<std::string, const Clause*>;

ByKey byKey(const std::vector<Clause>& clauses) {
    ByKey out;
    for (const Clause& clause : clauses) {
        out.emplace(clause.key, &clause);
    }
    return out;
}

// Is the clause part of a class that the other regulation does not know at all?
bool isInStrangeClass(const Clause& clause, const ByKey& other) {
    const std::string kind = classOf(clause.key);
    return !kind.empty() && clause.key != kind && !other.contains(kind);
}

} // namespace

std::vector<Difference> differencesOf(const Regulation& before, const Regulation& after,
                                      record::Language language) {
    const std::vector<Clause> old = clausesOf(before, language);
    const std::vector<Clause> fresh = clausesOf(after, language);
    const ByKey oldByKey = byKey(old);
    const ByKey freshByKey = byKey(fresh);
    std::vector<Difference> differences;
    for (const Clause& clause : old) {
        const auto found = freshByKey.find(clause.key);
        if (found != freshByKey.end()) {
            const Clause& now = *found->second;
            const bool head = clause.key == classOf(clause.key); // its name is a clause of its own
            if (now.value != clause.value && !head) {
                differences.push_back(
                    {clause.key, now.label, clause.value, now.value, changeOf(clause, now)});
            }
        } else if (!isInStrangeClass(clause, freshByKey)) {
            differences.push_back({clause.key, clause.label, clause.value, {}, Change::Removed});
        }
    }
    for (const Clause& clause : fresh) {
        if (!oldByKey.contains(clause.key) && !isInStrangeClass(clause, oldByKey)) {
            differences.push_back({clause.key, clause.label, {}, clause.value, Change::Added});
        }
    }
    return differences;
}

std::string_view wordFor(Change change, record::Language language) {
    const bool japanese = language == record::Language::Japanese;
    switch (change) {
    case Change::Stricter:
        return japanese ? "厳しく" : "stricter";
    case Change::Looser:
        return japanese ? "緩く" : "looser";
    case Change::Other:
        return japanese ? "変更" : "changed";
    case Change::Added:
        return japanese ? "追加" : "added";
    case Change::Removed:
        return japanese ? "削除" : "removed";
    }
    return "?";
}

} // namespace seihon::regulation
