#include "station/patient_register.h"

#include "record/id.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <random>

// The register that is read on from where it was is the one that is read anew [C1].
namespace seihon::station {
namespace {

using record::EntryKind;
using record::Json;

struct RegisterFolder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("seihon-register-" + std::to_string(::getpid()));
    RegisterFolder() { std::filesystem::remove_all(path); }
    ~RegisterFolder() { std::filesystem::remove_all(path); }
};

void sayInLog(ledger::Ledger& ledger, EntryKind kind, const std::string& id, int patient) {
    record::EntryDraft draft;
    draft.kind = kind;
    draft.actor = {"clerk", "Clerk", record::Role::ScanOperator};
    draft.facts = Json::object({{"id", id}, {"by", "patient"}, {"project", "p"}});
    if (kind == EntryKind::ObjectionAdded || kind == EntryKind::ConsentAdded) {
        draft.privateFacts = Json::object(
            {{"patient", Json::object({{"id", "P-" + std::to_string(patient)}, {"name", "N"}})},
             {"remark", ""}});
    }
    (void)ledger.append(draft, record::readClock());
}

TEST(PatientRegister, ReadsOnFromWhereItWas) {
    const RegisterFolder folder;
    const auto ledger = ledger::openSqliteLedger(folder.path, "station-1");
    const auto other = ledger::openSqliteLedger(folder.path, "station-1"); // another process
    std::mt19937 random(7);
    PatientRegister kept;
    std::vector<std::pair<std::string, bool>> open; // id, objection
    for (int step = 0; step < 60; ++step) {
        ledger::Ledger& writer = random() % 2 == 0 ? *ledger : *other;
        if (!open.empty() && random() % 3 == 0) {
            const std::size_t which = random() % open.size();
            sayInLog(writer,
                     open[which].second ? EntryKind::ObjectionLifted : EntryKind::ConsentWithdrawn,
                     open[which].first, 0);
            open.erase(open.begin() + static_cast<std::ptrdiff_t>(which));
        } else {
            const bool objection = random() % 2 == 0;
            open.emplace_back(record::makeId(record::readClock()), objection);
            sayInLog(writer, objection ? EntryKind::ObjectionAdded : EntryKind::ConsentAdded,
                     open.back().first, static_cast<int>(random() % 5));
        }
        if (random() % 4 != 0) {
            continue;
        }
        const auto& now = kept.read(*ledger);
        PatientRegister anew;
        const auto& fresh = anew.read(*ledger);
        ASSERT_EQ(now.size(), fresh.size());
        for (int patient = 0; patient < 5; ++patient) {
            const std::string id = "P-" + std::to_string(patient);
            const auto a = record::standingOf(now, id, "p"), b = record::standingOf(fresh, id, "p");
            EXPECT_EQ(a.objects, b.objects) << step;
            EXPECT_EQ(a.consents, b.consents) << step;
        }
    }
    EXPECT_GT(kept.read(*ledger).size(), 20u);
}

} // namespace
} // namespace seihon::station
