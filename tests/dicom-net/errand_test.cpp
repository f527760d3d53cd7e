#include "archive_peers.h"
#include "loopback.h"
#include "scripted_archive.h"
#include "support/run_tool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

// seihon-dicom-worker against archives that are not ours: Orthanc, storescp, wlmscpfs.
namespace seihon::dicom_net {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

std::string nameOfEnd(const Answer& answer) {
    return std::string(record::enumName(answer.end)) + " " + answer.why;
}

Request committing(const Peer& peer, std::uint16_t replyPort, const std::vector<int>& numbers) {
    Request request;
    request.errand = Errand::Commit;
    request.peer = peer;
    request.commit.transaction = "2.25.777";
    request.commit.replyPort = replyPort;
    request.commit.wait = std::chrono::seconds(15);
    for (const int number : numbers) {
        request.commit.instances.push_back(
            {"1.2.840.10008.5.1.4.1.1.7", ErrandDesk::uidOf(number)});
    }
    return request;
}

TEST(Errand, AnOrthancTakesCommitsAndFinds) {
    const ErrandDesk desk;
    const Orthanc orthanc(desk);
    ASSERT_TRUE(orthanc.running());
    const Answer stored =
        desk.run(storing(orthanc.peer(), {desk.object(1), desk.object(2, "+ti")}));
    ASSERT_EQ(stored.end, TalkEnd::Done) << nameOfEnd(stored);
    ASSERT_THAT(stored.stored, SizeIs(2));
    for (const StoreResult& one : stored.stored) {
        EXPECT_EQ(one.status, 0) << one.why << one.comment;
    }
    EXPECT_EQ(stored.stored[1].transferSyntax, "1.2.840.10008.1.2") << "as it is written";

    const Answer committed = desk.run(committing(orthanc.peer(), orthanc.replyPort(), {1, 2}));
    ASSERT_EQ(committed.end, TalkEnd::Done) << nameOfEnd(committed);
    EXPECT_EQ(committed.commitStatus, 0);
    ASSERT_THAT(committed.reports, SizeIs(1));
    EXPECT_EQ(committed.reports[0].transaction, "2.25.777");
    EXPECT_THAT(committed.reports[0].committed, SizeIs(2));
    EXPECT_THAT(committed.reports[0].failed, SizeIs(0));
    // Orthanc's own view of our answer to its report: a job that did not fail.
    std::string jobs;
    for (int i = 0; i < 100 && jobs.find("\"Success\"") == jobs.npos; ++i) {
        jobs = orthanc.get("/jobs?expand");
    }
    EXPECT_THAT(jobs, HasSubstr("\"Success\""));
    EXPECT_THAT(jobs, testing::Not(HasSubstr("\"Failure\"")));

    Request find;
    find.errand = Errand::Find;
    find.peer = orthanc.peer();
    find.find = {"2.25.1001", "2.25.1002", {ErrandDesk::uidOf(1), ErrandDesk::uidOf(99)}};
    const Answer found = desk.run(find);
    ASSERT_EQ(found.end, TalkEnd::Done) << nameOfEnd(found);
    ASSERT_THAT(found.items, SizeIs(2)) << "one instance, and the study";
    EXPECT_EQ(found.items[0].at("sopInstance"), ErrandDesk::uidOf(1));
    EXPECT_EQ(found.items[1].at("patientId"), "4711");
}

TEST(Errand, AnArchiveThatLosesWhatItTookSaysSoWhenAsked) {
    const ErrandDesk desk;
    const Orthanc orthanc(desk);
    ASSERT_TRUE(orthanc.running());
    const Answer stored = desk.run(storing(orthanc.peer(), {desk.object(1)}));
    ASSERT_THAT(stored.stored, SizeIs(1));
    EXPECT_EQ(stored.stored[0].status, 0);
    orthanc.loseEverything();
    const Answer asked = desk.run(committing(orthanc.peer(), orthanc.replyPort(), {1}));
    ASSERT_THAT(asked.reports, SizeIs(1)) << nameOfEnd(asked);
    ASSERT_THAT(asked.reports[0].failed, SizeIs(1));
    EXPECT_EQ(asked.reports[0].failed[0].sopInstance, ErrandDesk::uidOf(1));
    EXPECT_EQ(asked.reports[0].failed[0].reason, 0x0112) << "no such object instance";
}

TEST(Errand, TlsOnBothSidesAndTheNameInTheCertificateCounts) {
    const ErrandDesk desk;
    desk.makeAuthority("ca");
    desk.makeAuthority("stranger");
    desk.makeCertificate("ca", "archive", "archive.example");
    desk.makeCertificate("ca", "station", "station.example");
    desk.makeCertificate("stranger", "thief", "station.example");
    const Orthanc orthanc(desk, {.tls = true, .worklists = {}});
    ASSERT_TRUE(orthanc.running());
    Request request = storing(orthanc.peer(), {desk.object(1)});

    request.peer.tls = desk.tlsFiles("archive.example");
    const Answer good = desk.run(request);
    ASSERT_EQ(good.end, TalkEnd::Done) << nameOfEnd(good);
    EXPECT_EQ(good.stored.at(0).status, 0);
    Request commit = committing(orthanc.peer(), orthanc.replyPort(), {1});
    commit.peer.tls = request.peer.tls;
    const Answer committed = desk.run(commit);
    ASSERT_THAT(committed.reports, SizeIs(1)) << nameOfEnd(committed) << ": the report over TLS";
    EXPECT_THAT(committed.reports[0].committed, SizeIs(1));

    request.peer.tls = desk.tlsFiles("other.example");
    const Answer otherName = desk.run(request);
    EXPECT_EQ(otherName.end, TalkEnd::Untrusted) << nameOfEnd(otherName);
    EXPECT_THAT(otherName.why, HasSubstr("ostname")) << "the chain is good, the name is not";
    EXPECT_FALSE(otherName.stored.at(0).status);

    request.peer.tls = desk.tlsFiles("archive.example", "station", "stranger");
    EXPECT_EQ(desk.run(request).end, TalkEnd::Untrusted) << "another authority";

    request.peer.tls = desk.tlsFiles("archive.example", "thief");
    EXPECT_EQ(desk.run(request).end, TalkEnd::Away) << "Orthanc does not know us";

    request.peer.tls.reset();
    EXPECT_NE(desk.run(request).end, TalkEnd::Done) << "plain DICOM to a port with TLS";

    fs::permissions(desk.folder() / "station.key", fs::perms::owner_read | fs::perms::group_read);
    request.peer.tls = desk.tlsFiles("archive.example");
    const Answer open = desk.run(request);
    EXPECT_EQ(open.end, TalkEnd::NotReady);
    EXPECT_THAT(open.why, HasSubstr("0600"));
}

struct Refusal {
    const char* option;
    TalkEnd end;
};

TEST(Errand, EveryRefusalOfStorescpIsTold) {
    const ErrandDesk desk;
    const fs::path object = desk.object(1);
    for (const Refusal& one :
         {Refusal{"--refuse", TalkEnd::Refused}, Refusal{"--abort-after", TalkEnd::Away},
          Refusal{"--abort-during", TalkEnd::Away}}) {
        const StoreScp scp({one.option});
        ASSERT_TRUE(scp.running());
        const Answer answer = desk.run(storing(archiveAt(scp.port(), "ARCHIVE"), {object}));
        EXPECT_EQ(answer.end, one.end) << one.option << " " << nameOfEnd(answer);
        ASSERT_THAT(answer.stored, SizeIs(1)) << one.option;
        EXPECT_FALSE(answer.stored[0].status) << one.option << ": nothing was promised";
        EXPECT_FALSE(answer.why.empty()) << one.option;
    }
}

TEST(Errand, AHangingArchiveIsLeft) {
    const ErrandDesk desk;
    const auto ask = [&](const char* option) {
        const StoreScp scp({option, "30"});
        EXPECT_TRUE(scp.running());
        Request request = storing(archiveAt(scp.port(), "ARCHIVE"), {desk.object(1)});
        request.peer.timeout = std::chrono::seconds(1);
        return desk.run(request);
    };
    const Answer during = ask("--sleep-during");
    EXPECT_EQ(during.end, TalkEnd::Away) << nameOfEnd(during);
    EXPECT_FALSE(during.stored.at(0).status);
    const Answer after = ask("--sleep-after"); // it has answered, and sleeps over the goodbye
    EXPECT_EQ(after.end, TalkEnd::Done) << nameOfEnd(after);
    EXPECT_EQ(after.stored.at(0).status, 0);
}

TEST(Errand, AnEncodingThatIsNotTakenIsNeverConverted) {
    const ErrandDesk desk;
    const StoreScp scp({"--implicit"});
    ASSERT_TRUE(scp.running());
    const Answer answer = desk.run(
        storing(archiveAt(scp.port(), "ARCHIVE"), {desk.object(1, "+te"), desk.object(2, "+ti")}));
    ASSERT_THAT(answer.stored, SizeIs(2)) << nameOfEnd(answer);
    EXPECT_FALSE(answer.stored[0].status);
    EXPECT_THAT(answer.stored[0].why, HasSubstr("encoding"));
    EXPECT_EQ(answer.stored[1].status, 0);
}

TEST(Errand, AnArchiveIsAskedWhatItTakesAndWhereAndWhoseItKeepsWhatItTook) {
    const ErrandDesk desk;
    const std::string image = "1.2.840.10008.5.1.4.1.1.7", raw = "1.2.840.10008.1.2.1",
                      ls = "1.2.840.10008.1.2.4.80";
    const ScriptedArchive archive({.answersFind = true,
                                   .rewrites = {{"StudyInstanceUID", "2.25.9"}, {"PatientID", "8"}},
                                   .encodings = {raw}});
    Request request;
    request.errand = Errand::Offer;
    request.peer = archiveAt(archive.port(), "ARCHIVE");
    request.offer = {{image, "1.2.3.4"}, {ls, raw}};
    const Answer offered = desk.run(request);
    ASSERT_EQ(offered.end, TalkEnd::Done) << nameOfEnd(offered);
    EXPECT_EQ(offered.taken, (std::vector<TakenEncoding>{{image, raw}}));
    request.offer = {{"no UID"}, {ls}};
    EXPECT_EQ(desk.run(request).end, TalkEnd::NotReady);

    const fs::path file = desk.object(1);
    ASSERT_EQ(desk.run(storing(request.peer, {file})).stored.at(0).status, 0);
    request.errand = Errand::Find;
    request.files = {file};
    request.find = {"2.25.1001", "2.25.1002", {ErrandDesk::uidOf(1)}};
    const Answer found = desk.run(request);
    ASSERT_THAT(found.items, SizeIs(3)) << nameOfEnd(found) << "sent, found elsewhere, whose";
    EXPECT_EQ(found.items[0].at("level"), "sent");
    EXPECT_EQ(found.items[0].at("patientId"), "4711");
    EXPECT_EQ(found.items[1].at("study"), "2.25.9");
    EXPECT_EQ(found.items[2].at("level"), "study");
    EXPECT_EQ(found.items[2].at("patientId"), "8");
}

TEST(Errand, WhatIsNoObjectIsNotSent) {
    const ErrandDesk desk;
    const StoreScp scp;
    ASSERT_TRUE(scp.running());
    std::ofstream(desk.folder() / "text.dcm") << "no object";
    const Answer answer = desk.run(storing(archiveAt(scp.port(), "ARCHIVE"),
                                           {desk.folder() / "text.dcm", desk.folder() / "none"}));
    ASSERT_THAT(answer.stored, SizeIs(2));
    for (const StoreResult& one : answer.stored) {
        EXPECT_FALSE(one.status);
        EXPECT_FALSE(one.why.empty());
    }
}

TEST(Errand, CommitmentIsRefusedByAnArchiveWithoutIt) {
    const ErrandDesk desk;
    const StoreScp scp;
    ASSERT_TRUE(scp.running());
    const Answer answer = desk.run(committing(archiveAt(scp.port(), "ARCHIVE"), 0, {1}));
    EXPECT_EQ(answer.end, TalkEnd::Refused);
    EXPECT_THAT(answer.why, HasSubstr("StorageCommitment"));
}

TEST(Errand, AWorklistIsAskedByIdAccessionAndDate) {
    const ErrandDesk desk;
    const fs::path folder = desk.folder() / "wlm" / "STATIONWL";
    fs::create_directories(folder);
    std::ofstream(folder / "lockfile") << "";
    // ISO 2022 IR 87: 山田^太郎, as the information system wrote it.
    const std::string kanji = "\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B";
    for (int i = 1; i <= 3; ++i) {
        std::ofstream(desk.folder() / "w.dump")
            << "(0008,0005) CS [\\ISO 2022 IR 87]\n(0008,0050) SH [A" << i
            << "]\n(0010,0010) PN [Yamada^Taro=" << kanji << "]\n(0010,0020) LO [4711]\n"
            << "(0010,0030) DA [19300405]\n(0010,0040) CS [M]\n(0020,000d) UI [2.25.50" << i
            << "]\n(0032,1060) LO [scan]\n(0040,0100) SQ\n(fffe,e000) na\n(0008,0060) CS [OT]\n"
            << "(0040,0001) AE [STATION]\n(0040,0002) DA [2026010" << i
            << "]\n(0040,0003) TM [1000]\n(0040,0006) PN [Ito^Ken]\n(0040,0007) LO "
               "[scan]\n(0040,0009) SH [S1]\n(fffe,e00d) na\n(fffe,e0dd) na\n(0040,1001) SH [R"
            << i << "]\n";
        ASSERT_EQ(support::runTool("dump2dcm " + (desk.folder() / "w.dump").string() + " " +
                                   (folder / ("w" + std::to_string(i) + ".wl")).string())
                      .exitCode,
                  0);
    }
    const int port = support::freePort("127.0.0.1");
    const support::ChildProcess server({"/usr/bin/wlmscpfs", "-csk", "-dfp",
                                        (desk.folder() / "wlm").string(), std::to_string(port)},
                                       {}, desk.folder() / "wlm.log");
    ASSERT_TRUE(support::awaitListener("127.0.0.1", port));
    const Orthanc orthanc(desk, {.worklists = folder});
    ASSERT_TRUE(orthanc.running());
    for (const Peer& peer : {archiveAt(port, "STATIONWL"), orthanc.peer()}) {
        Request request;
        request.errand = Errand::Worklist;
        request.peer = peer;
        request.worklist.patientId = "4711";
        const Answer all = desk.run(request);
        ASSERT_EQ(all.end, TalkEnd::Done) << nameOfEnd(all);
        ASSERT_THAT(all.items, SizeIs(3)) << peer.calledAeTitle;
        EXPECT_EQ(all.items[0].at("patientId"), "4711");
        const bool asItStands = peer.calledAeTitle == "STATIONWL"; // Orthanc converts
        EXPECT_EQ(all.items[0].at("patientName"),
                  "Yamada^Taro=" + (asItStands ? kanji : "山田^太郎"));
        EXPECT_EQ(all.items[0].at("characterSet"), asItStands ? "\\ISO 2022 IR 87" : "ISO_IR 192");
        EXPECT_EQ(all.items[0].at("modality"), "OT");

        request.worklist = {"", "A2", ""};
        const Answer one = desk.run(request);
        ASSERT_THAT(one.items, SizeIs(1)) << peer.calledAeTitle;
        EXPECT_EQ(one.items[0].at("study"), "2.25.502");
        request.worklist = {"", "", "20260103"};
        ASSERT_THAT(desk.run(request).items, SizeIs(1)) << peer.calledAeTitle;
        request.worklist = {"4712", "", ""};
        EXPECT_THAT(desk.run(request).items, SizeIs(0)) << peer.calledAeTitle;
    }
}

TEST(Errand, TheExactStatusIsToldWhateverItIs) {
    const ErrandDesk desk;
    const fs::path object = desk.object(1);
    for (const int status : {0x0000, 0x0122, 0x0124, 0xa700, 0xa900, 0xb000, 0xb006, 0xc123}) {
        ScriptedArchive::Script script;
        script.storeStatus = static_cast<std::uint16_t>(status);
        script.comment = status == 0 ? "" : "patient was renamed";
        const ScriptedArchive archive(script);
        const Answer answer = desk.run(storing(archiveAt(archive.port(), "ARCHIVE"), {object}));
        ASSERT_EQ(answer.end, TalkEnd::Done) << status << nameOfEnd(answer);
        EXPECT_EQ(answer.stored.at(0).status, status);
        EXPECT_EQ(answer.stored.at(0).comment, script.comment);
    }
}

TEST(Errand, AReportMayComeBeforeTheResponseAndOnTheSameAssociation) {
    const ErrandDesk desk;
    ScriptedArchive::Script script;
    script.reportFirst = true;
    const ScriptedArchive kept(script);
    const Answer good = desk.run(committing(archiveAt(kept.port(), "ARCHIVE"), 0, {1, 2}));
    ASSERT_THAT(good.reports, SizeIs(1)) << nameOfEnd(good);
    EXPECT_THAT(good.reports[0].committed, SizeIs(2));
    EXPECT_EQ(good.commitStatus, 0);
    EXPECT_EQ(kept.reportAnswer(), 0);

    script.commitReason = 0x0213;
    const ScriptedArchive full(script);
    const Answer bad = desk.run(committing(archiveAt(full.port(), "ARCHIVE"), 0, {1}));
    ASSERT_THAT(bad.reports, SizeIs(1)) << nameOfEnd(bad);
    EXPECT_EQ(bad.reports[0].failed.at(0).reason, 0x0213);

    // A report of a transaction that nobody asked for is refused, and not believed.
    script.transaction = "2.25.999";
    const ScriptedArchive stranger(script);
    Request request = committing(archiveAt(stranger.port(), "ARCHIVE"), 0, {1});
    request.commit.wait = std::chrono::seconds(2);
    EXPECT_THAT(desk.run(request).reports, SizeIs(0));
    EXPECT_EQ(stranger.reportAnswer(), 0x0123);
    request.commit.earlier = {"2.25.999"};
    EXPECT_THAT(desk.run(request).reports, SizeIs(1)) << "a late one of an earlier asking";

    ScriptedArchive::Script refusing;
    refusing.actionStatus = 0x0124;
    const ScriptedArchive refuses(refusing);
    const Answer refused = desk.run(committing(archiveAt(refuses.port(), "ARCHIVE"), 0, {1}));
    EXPECT_EQ(refused.commitStatus, 0x0124);
    EXPECT_THAT(refused.reports, SizeIs(0));
}

TEST(Errand, WhatIsNoErrandGetsNoAnswer) {
    for (const char* text : {"", "{}", "{\"errand\":\"Get\"}", "\xff"}) {
        const auto ran = support::runTool("printf '" + std::string(text) + "' | " + SEIHON_BIN_DIR +
                                          "/seihon-dicom-worker");
        EXPECT_EQ(ran.exitCode, 2) << text;
        EXPECT_EQ(ran.output, "");
    }
}

TEST(Errand, RequestsAndAnswersSurviveJson) {
    Request request = committing(archiveAt(104, "ARCHIVE"), 11112, {1, 2});
    request.peer.tls = TlsFiles{"a", "b", "c", "d"};
    request.files = {"x"};
    request.worklist = {"1", "2", "3"};
    request.find = {"s", "t", {"u"}};
    request.offer = {{"1.2"}, {"3.4", "5.6"}};
    request.commit.earlier = {"2.25.1"};
    EXPECT_EQ(toJson(requestFromJson(toJson(request))), toJson(request));
    Answer answer;
    answer.end = TalkEnd::Refused;
    answer.why = "because";
    answer.stored = {{{"1.2", "3.4"}, "5.6", 0xb000, "comment", ""}, {{}, "", {}, "", "why"}};
    answer.reports = {{"7.8", {"9.1"}, {{"9.2", 0x112}}}};
    answer.commitStatus = 0x110;
    answer.taken = {{"1.2", "3.4"}};
    answer.items = {{{"patientName", "\x1b$B;3\xff"}}};
    EXPECT_EQ(toJson(answerFromJson(toJson(answer))), toJson(answer));
}

} // namespace
} // namespace seihon::dicom_net
