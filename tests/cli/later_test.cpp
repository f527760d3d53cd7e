#include "station_home.h"

#include "record/digest.h"

#include <gtest/gtest.h>

#include <algorithm>

// Sealed records later on: amended, withdrawn, sampled; and where their paper is.
namespace seihon::cli_test {

namespace {

namespace fs = std::filesystem;

std::string recordOf(const Result& sealed) {
    EXPECT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    return sealed.json().at("record").asString();
}

std::string sealedPrescription(const StationHome& home) {
    const std::string job = home.submittedJob(1, "dispensed-prescription", {}, "pharmacist");
    EXPECT_EQ(home.as("manager", {"job", "accept", job}).code, 0);
    return recordOf(home.as("pharmacist", {"job", "seal", job}));
}

fs::path folderOf(const StationHome& home, const std::string& record) {
    for (const fs::path& folder : home.archivedRecords()) {
        if (folder.filename() == record) {
            return folder;
        }
    }
    return {};
}

std::string correctionFile(const StationHome& home) {
    const fs::path file = home.path() / "correction.json";
    writeFile(file, R"([{"what":"用量","before":"1日2回","after":"1日3回"}])");
    return file.string();
}

// compare, submit, accept, seal; gives the result of sealing.
Result finish(const StationHome& home, const std::string& job, const std::string& user,
              bool accept = true) {
    EXPECT_EQ(home.as(user, {"job", "compare", job, "--same"}).code, 0);
    const Result submitted = home.as(user, {"job", "submit", job});
    EXPECT_EQ(submitted.code, 0) << submitted.out;
    if (accept) {
        const Result accepted = home.as("manager", {"job", "accept", job});
        EXPECT_EQ(accepted.code, 0) << accepted.out;
    }
    return home.as(user, {"job", "seal", job});
}

std::size_t found(const StationHome& home, std::vector<std::string> more) {
    std::vector<std::string> args{"record", "search"};
    args.insert(args.end(), more.begin(), more.end());
    return home.seihon(args).json().at("records").asArray().size();
}

} // namespace

TEST(Later, a_prescription_is_corrected_electronically_and_the_old_seal_stays) { // [E1]
    const StationHome home;
    const std::string old = sealedPrescription(home);
    const std::string before = readFile(folderOf(home, old) / "record.json");
    const Result scanned = home.as("pharmacist", {"record", "amend", old, "--reason", "dose"});
    EXPECT_EQ(scanned.code, 1) << scanned.out;
    EXPECT_TRUE(scanned.has("CorrectionNotElectronic"));
    const std::vector<std::string> amend{"record",
                                         "amend",
                                         old,
                                         "--reason",
                                         "dose",
                                         "--same-pages",
                                         "--correction",
                                         correctionFile(home)};
    EXPECT_TRUE(home.as("pharmacist", {"record", "amend", old, "--reason", "x", "--same-pages"})
                    .has("CorrectionMissing"));
    EXPECT_EQ(home.as("auditor", amend).code, 1);
    const Result opened = home.as("pharmacist", amend);
    ASSERT_EQ(opened.code, 0) << opened.out << opened.err;
    const std::string job = opened.json().at("job").asString();
    EXPECT_TRUE(home.as("pharmacist", amend).has("NewerVersionExists")); // no fork by accident

    const Result sealed = finish(home, job, "pharmacist");
    const std::string id = recordOf(sealed);
    const Result now = home.seihon({"record", "verify", id});
    EXPECT_EQ(now.code, 0) << now.out;
    EXPECT_TRUE(now.has("AmendsRecord"));
    const std::string json = readFile(folderOf(home, id) / "record.json");
    EXPECT_NE(json.find("1日3回"), json.npos);
    EXPECT_NE(json.find(old), json.npos);
    const Result then = home.seihon({"record", "verify", old});
    EXPECT_EQ(then.code, 0) << then.out;
    EXPECT_TRUE(then.has("NewerVersionExists"));
    EXPECT_EQ(readFile(folderOf(home, old) / "record.json"), before);
    EXPECT_EQ(readFile(folderOf(home, old) / "pages" / "0001.tif"),
              readFile(folderOf(home, id) / "pages" / "0001.tif"));
    // Without the station: the folder and the trust directory.
    EXPECT_EQ(runProgram({std::string(SEIHON_BIN_DIR) + "/seihon-verify",
                          folderOf(home, id).string(), "--trust", (home.path() / "trust").string()})
                  .code,
              0);
    // What is medical is in no public line of the log.
    EXPECT_EQ(home.seihon({"audit", "log", "--job", job}).out.find("1日3回"), std::string::npos);
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);

    // Scanning into the correction makes it what it must not be.
    const Result second =
        home.as("pharmacist", {"record", "amend", id, "--reason", "again", "--same-pages",
                               "--correction", correctionFile(home)});
    ASSERT_EQ(second.code, 0) << second.out; // a chain
    const std::string again = second.json().at("job").asString();
    home.layPaper(1, true);
    ASSERT_EQ(home.as("pharmacist", {"job", "scan", again, "--replace", "1"}).code, 0);
    ASSERT_EQ(home.as("pharmacist", {"job", "compare", again, "--same"}).code, 0);
    EXPECT_TRUE(home.as("pharmacist", {"job", "submit", again}).has("CorrectionNotElectronic"));
}

TEST(Later, a_record_of_the_wrong_patient_is_withdrawn_and_sealed_for_the_right_one) { // [F4]
    const StationHome home;
    const std::string old = home.sealedRecord(1).filename().string();
    ASSERT_EQ(home.as("manager", {"record", "show", old}).code, 0);
    const std::vector<std::string> withdraw{"record",   "withdraw",     old,
                                            "--reason", "names differ", "--wrong-patient"};
    EXPECT_EQ(home.as("clerk", withdraw).code, 1);
    const Result done = home.as("manager", withdraw);
    ASSERT_EQ(done.code, 0) << done.out << done.err;
    const auto& viewers = done.json().at("viewers").asArray();
    ASSERT_EQ(viewers.size(), 1u);
    EXPECT_EQ(viewers[0].at("user").asString(), "manager");
    const std::string incident = done.json().at("incident").asString();
    EXPECT_EQ(home.as("manager", withdraw).code, 1);

    EXPECT_EQ(found(home, {}), 0u);
    EXPECT_EQ(found(home, {"--withdrawn"}), 1u);
    const Result hidden = home.as("manager", {"record", "show", old});
    EXPECT_EQ(hidden.code, 1);
    EXPECT_TRUE(hidden.has("RecordWithdrawn"));
    EXPECT_EQ(home.as("manager", {"record", "show", old, "--withdrawn"}).code, 0);
    EXPECT_EQ(
        home.as("manager", {"record", "export", old, "--to", (home.path() / "x.asice").string()})
            .code,
        1);
    const Result verified = home.seihon({"record", "verify", old}); // still there, still sealed
    EXPECT_EQ(verified.code, 0) << verified.out;
    EXPECT_TRUE(verified.has("RecordWithdrawn"));

    EXPECT_TRUE(home.as("manager", {"record", "amend", old, "--reason", "x", "--same-pages",
                                    "--correction", correctionFile(home)})
                    .has("RecordWithdrawn"));
    const Result right =
        home.as("clerk", {"record", "amend", old, "--reason", "the right patient", "--same-pages",
                          "--patient", "P-777", "--patient-name", "正田 正"});
    ASSERT_EQ(right.code, 0) << right.out;
    const std::string id =
        recordOf(finish(home, right.json().at("job").asString(), "clerk", false));
    EXPECT_EQ(found(home, {"--patient", "P-777"}), 1u);
    EXPECT_NE(readFile(folderOf(home, id) / "record.json").find("P-777"), std::string::npos);

    ASSERT_EQ(home.seihon({"incident", "list"}).json().at("incidents").asArray().size(), 1u);
    const std::vector<std::string> close{"incident", "close", old, incident, "--measures", "told"};
    EXPECT_EQ(home.as("clerk", close).code, 1);
    ASSERT_EQ(home.as("manager", close).code, 0);
    EXPECT_TRUE(home.as("manager", close).has("IncidentUnknown"));
    EXPECT_TRUE(home.seihon({"incident", "list"}).json().at("incidents").asArray().empty());
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
}

TEST(Later, paper_goes_when_a_second_person_has_closed_the_sample) { // [A10, B5]
    const StationHome home;
    const std::string record = home.sealedRecord(1).filename().string();
    const std::vector<std::string> release{"paper", "release", record, "--reason", "year end"};
    EXPECT_TRUE(home.as("manager", release).has("PaperPlaceUnknown"));
    ASSERT_EQ(home.as("clerk", {"paper", "place", record, "--box", "B-12", "--shelf", "S-3",
                                "--position", "7"})
                  .code,
              0);
    const Result where = home.seihon({"paper", "find", "--patient", "P-000123"});
    ASSERT_EQ(where.json().at("papers").asArray().size(), 1u) << where.out;
    EXPECT_EQ(where.json().at("papers").asArray()[0].at("box").asString(), "B-12");
    EXPECT_EQ(home.as("manager", {"paper", "release", record, "--reason", " "}).code, 2);
    EXPECT_TRUE(home.as("manager", release).has("SampleNotDrawn"));
    EXPECT_EQ(home.as("clerk", {"sample", "draw", "ordinary"}).code, 1);
    const Result drawn = home.as("manager", {"sample", "draw", "ordinary"});
    ASSERT_EQ(drawn.code, 0) << drawn.out << drawn.err;
    EXPECT_TRUE(home.as("manager", release).has("SampleStillOpen"));
    EXPECT_TRUE(home.as("manager", {"sample", "draw", "ordinary"}).has("SampleEmpty"));

    // What was drawn follows from a seed that was in the log, committed, before the sealing.
    const Result logged = home.seihon({"audit", "log", "--limit", "1000"});
    const record::Json& log = logged.json();
    const std::string seed = drawn.json().at("seed").asString();
    const auto& entries = log.at("entries").asArray();
    const auto kindIs = [](const char* kind) {
        return [kind](const record::Json& e) {
            return e.at("kind").asString() == kind;
        };
    };
    const auto opened = std::find_if(entries.begin(), entries.end(), kindIs("SampleOpened"));
    const auto sealed = std::find_if(entries.begin(), entries.end(), kindIs("SealStarted"));
    const auto draw = std::find_if(entries.begin(), entries.end(), kindIs("SampleDrawn"));
    ASSERT_TRUE(opened < sealed && draw != entries.end());
    const auto salt = record::Digest::fromHex(draw->at("facts").at("salt").asString());
    EXPECT_EQ(record::Sha256().add(salt.bytes).add("{\"seed\":\"" + seed + "\"}").finish().hex(),
              opened->at("privateCommitment").asString());
    EXPECT_EQ(opened->at("facts").find("seed"), nullptr);

    const std::string sample = drawn.json().at("sample").asString();
    const std::string job = drawn.json().at("drawn").asArray()[0].at("job").asString();
    const std::string png = (home.path() / "page.png").string();
    const std::vector<std::string> same{"sample", "inspect", sample, job, "1", "--same"};
    EXPECT_TRUE(home.as("manager", same).has("PageNotViewed"));
    EXPECT_TRUE(home.as("manager", {"sample", "close", sample}).has("SampleStillOpen"));
    ASSERT_EQ(home.as("manager", {"sample", "view", sample, job, "1", "--to", png}).code, 0);
    EXPECT_GT(readFile(png).size(), 1000u);
    ASSERT_EQ(home.as("manager", same).code, 0);
    ASSERT_EQ(home.as("manager", {"sample", "close", sample}).code, 0);
    // A hold outlives a move of the box; to end it early takes the right to let go, and a reason.
    const auto placed = [&](const char* user, std::vector<std::string> more) {
        std::vector<std::string> verb{"paper", "place", record, "--box", "B-13"};
        verb.insert(verb.end(), more.begin(), more.end());
        return home.as(user, verb).code;
    };
    const std::vector<std::string> early{"--hold-until", "2027-01-01T00:00:00+09:00"};
    ASSERT_EQ(placed("clerk", {"--hold-until", "2099-01-01T00:00:00+09:00"}), 0);
    ASSERT_EQ(placed("clerk", {}), 0);
    EXPECT_TRUE(home.as("manager", release).has("PaperHeld"));
    EXPECT_EQ(placed("manager", early), 2);
    std::vector<std::string> reasoned{"--hold-until", "2020-01-01T00:00:00+09:00", "--reason",
                                      "the inquiry is closed"};
    EXPECT_EQ(placed("clerk", reasoned), 1);
    EXPECT_EQ(placed("manager", reasoned), 0);
    const std::string out = (home.path().parent_path() / "out.asice").string();
    EXPECT_EQ(home.as("manager", {"record", "export", record, "--to", out}).code, 0);
    const Result replayed = home.seihon({"audit", "replay"});
    EXPECT_EQ(replayed.code, 0) << replayed.out;
    const Result released = home.as("manager", release);
    EXPECT_EQ(released.code, 0) << released.out;
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
}

// One refusal with the wrong time must not make it the right one [F7].
TEST(Later, a_clock_set_back_stays_refused) {
#ifdef SEIHON_SANITIZED
    GTEST_SKIP() << "faketime and the sanitizers do not share a process";
#endif
    const StationHome home;
    const std::string job = home.submittedJob(1);
    std::vector<std::string> seal = home.command("clerk", {"job", "seal", job});
    seal.insert(seal.begin(), {"faketime", "-f", "-2h"});
    for (int i = 0; i < 2; ++i) {
        const Result refused = runProgram(seal);
        EXPECT_EQ(refused.code, 1) << refused.out << refused.err;
        EXPECT_TRUE(refused.has("ClockNotTrusted")) << refused.out;
    }
    EXPECT_EQ(home.as("clerk", {"job", "seal", job}).code, 0);
}

TEST(Later, a_fault_found_by_a_sample_opens_an_incident_and_tightens_the_next) { // [A10]
    const StationHome home;
    static_cast<void>(home.sealedRecord(1));
    Result drawn = home.as("manager", {"sample", "draw", "ordinary"});
    ASSERT_EQ(drawn.code, 0) << drawn.out;
    const std::string sample = drawn.json().at("sample").asString();
    const std::string job = drawn.json().at("drawn").asArray()[0].at("job").asString();
    const std::string png = (home.path() / "page.png").string();
    ASSERT_EQ(home.as("records", {"sample", "view", sample, job, "1", "--to", png}).code, 0);
    const Result fault =
        home.as("records", {"sample", "inspect", sample, job, "1", "--fault", "corner cut off"});
    ASSERT_EQ(fault.code, 0) << fault.out;
    EXPECT_TRUE(fault.has("SampleFault"));
    ASSERT_EQ(home.as("records", {"sample", "close", sample}).code, 0);
    const Result incidents = home.seihon({"incident", "list"});
    ASSERT_EQ(incidents.json().at("incidents").asArray().size(), 1u) << incidents.out;
    EXPECT_EQ(incidents.json().at("incidents").asArray()[0].at("kind").asString(), "sample-fault");
    ASSERT_EQ(home.as("clerk", {"paper", "place", job, "--box", "B"}).code, 0);
    EXPECT_TRUE(home.as("manager", {"paper", "release", job, "--reason", "x"}).has("IncidentOpen"));

    home.clearFeeder();
    static_cast<void>(home.sealedRecord(1));
    drawn = home.as("manager", {"sample", "draw", "ordinary"});
    ASSERT_EQ(drawn.code, 0) << drawn.out;
    EXPECT_EQ(drawn.json().at("tightened").asInt(), 1);
}

TEST(Later, withdrawing_what_was_drawn_spares_nobody_the_next_sample) { // [A10]
    const StationHome home;
    const std::string record = home.sealedRecord(1).filename().string();
    Result drawn = home.as("manager", {"sample", "draw", "ordinary"});
    ASSERT_EQ(drawn.code, 0) << drawn.out;
    const std::string sample = drawn.json().at("sample").asString();
    EXPECT_TRUE(home.as("records", {"sample", "close", sample}).has("SampleStillOpen"));
    ASSERT_EQ(
        home.as("manager", {"record", "withdraw", record, "--reason", "before it is seen"}).code,
        0);
    ASSERT_EQ(home.as("records", {"sample", "close", sample}).code, 0);
    home.clearFeeder();
    static_cast<void>(home.sealedRecord(1));
    drawn = home.as("manager", {"sample", "draw", "ordinary"});
    ASSERT_EQ(drawn.code, 0) << drawn.out;
    EXPECT_EQ(drawn.json().at("tightened").asInt(), 1);
}

} // namespace seihon::cli_test
