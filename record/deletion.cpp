#include "record/deletion.h"

#include "record/fold_entry.h"

namespace seihon::record {

bool isDeletion(EntryKind kind) {
    return kind == EntryKind::DeletionProposed || kind == EntryKind::DeletionApproved ||
           kind == EntryKind::DeletionCarriedOut || kind == EntryKind::DeletionClosed;
}

void apply(std::map<std::string, Deletion>& deletions, const Entry& entry) {
    if (!isDeletion(entry.what.kind)) {
        return;
    }
    const std::string& id = entry.what.record;
    const auto known = deletions.find(id);
    const bool there = known != deletions.end();
    const auto require = [&](bool fits) {
        if (!fits) {
            refuseEntry("deletion of " + id, entry, "it comes before its turn, or twice");
        }
    };
    if (entry.what.kind == EntryKind::DeletionProposed) {
        require(!id.empty() && (!there || !known->second.carriedOut));
        deletions[id] = Deletion{id, actOf(entry), {}, {}, {}};
        return;
    }
    require(there);
    Deletion& deletion = known->second;
    if (entry.what.kind == EntryKind::DeletionApproved) {
        require(!deletion.approved);
        deletion.approved = actOf(entry);
    } else if (entry.what.kind == EntryKind::DeletionCarriedOut) {
        require(deletion.approved && !deletion.carriedOut);
        deletion.carriedOut = actOf(entry);
    } else {
        require(deletion.carriedOut && !deletion.closed);
        deletion.closed = actOf(entry);
    }
}

} // namespace seihon::record
