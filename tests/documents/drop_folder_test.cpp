#include "documents/drop_folder.h"
#include "made_pages.h"
#include "record/fault.h"

#include <gmock/gmock.h>

#include <pugixml.hpp>

// A folder that an archive system watches.
namespace seihon::documents_test {

using documents::DeliveryEnd;
using documents::DropFolder;
using documents::DroppedDocument;
using testing::HasSubstr;

namespace {

const std::string kDropped = "%PDF-1.7 document";

DroppedDocument droppedDocument() {
    DroppedDocument document;
    document.recordId = "0190a8e2-7b1c-7c3d-8e4f-0123456789ab";
    document.patientId = "0042";
    document.classCode = "A-01";
    document.title = "診療情報提供書 \"写し\", 他 <1>";
    document.scannedAt = record::parseInstant("2026-01-01T20:00:00Z"); // the 2nd in Japan
    document.utcOffset = std::chrono::hours(9);
    return document;
}

DropFolder dropAt(const std::filesystem::path& folder) {
    return {folder, "{patient}_{date}_{class}_{id}", documents::Sidecar::Csv, "end"};
}

documents::DeliveryOutcome dropIt(const DropFolder& drop) {
    return documents::dropInto(drop, droppedDocument(), record::bytesOf(kDropped));
}
documents::DeliveryOutcome lookAtIt(const DropFolder& drop) {
    return documents::lookInto(drop, droppedDocument(), record::bytesOf(kDropped));
}

} // namespace

TEST(DropFolder, HoldsDocumentSidecarAndTrigger) {
    const TestFolder folder;
    std::filesystem::create_directory(folder / "in");
    const DropFolder drop = dropAt(folder / "in");
    const auto sent = dropIt(drop);
    ASSERT_EQ(sent.end, DeliveryEnd::Sent) << sent.words;
    const std::string base = "in/0042_20260102_A-01_0190a8e2-7b1c-7c3d-8e4f-0123456789ab";
    EXPECT_EQ(readAll(folder / (base + ".pdf")), kDropped);
    EXPECT_EQ(readAll(folder / (base + ".csv")),
              "\"file\",\"patientId\",\"date\",\"classCode\",\"title\",\"recordId\",\"bytes\","
              "\"sha256\"\r\n\"0042_20260102_A-01_0190a8e2-7b1c-7c3d-8e4f-0123456789ab.pdf\","
              "\"0042\",\"20260102\",\"A-01\",\"診療情報提供書 \"\"写し\"\", 他 <1>\","
              "\"0190a8e2-7b1c-7c3d-8e4f-0123456789ab\",\"17\",\"" +
                  record::sha256(kDropped).hex() + "\"\r\n");
    EXPECT_EQ(readAll(folder / (base + ".end")), "");
    EXPECT_TRUE(std::filesystem::exists(folder / (base + ".end")));
    EXPECT_EQ(lookAtIt(drop).end, DeliveryEnd::Confirmed);
    EXPECT_EQ(dropIt(drop).end, DeliveryEnd::Sent) << "again, after a crash, say";
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& one : std::filesystem::directory_iterator(folder / "in")) {
        ++files;
    }
    EXPECT_EQ(files, 3U);
}

TEST(DropFolder, NeverReplacesAnything) {
    const TestFolder folder;
    std::filesystem::create_directory(folder / "in");
    const DropFolder drop = dropAt(folder / "in");
    const auto file = folder / "in/0042_20260102_A-01_0190a8e2-7b1c-7c3d-8e4f-0123456789ab.pdf";
    writeAll(file, "somebody else's");
    const auto refused = dropIt(drop);
    EXPECT_EQ(refused.end, DeliveryEnd::Refused) << refused.words;
    EXPECT_EQ(readAll(file), "somebody else's");
    std::filesystem::remove(file);
    ASSERT_EQ(dropIt(drop).end, DeliveryEnd::Sent);
    std::filesystem::permissions(file, std::filesystem::perms::owner_write,
                                 std::filesystem::perm_options::add);
    writeAll(file, kDropped + "x");
    EXPECT_EQ(lookAtIt(drop).end, DeliveryEnd::Refused);
    std::filesystem::remove(file);
    EXPECT_EQ(lookAtIt(drop).end, DeliveryEnd::Sent) << "taken away is not kept";
}

TEST(DropFolder, ALinkAtOneNameIsRefusedAndNotFollowed) {
    const TestFolder folder;
    std::filesystem::create_directory(folder / "in");
    const DropFolder drop = dropAt(folder / "in");
    const std::string base = "in/0042_20260102_A-01_0190a8e2-7b1c-7c3d-8e4f-0123456789ab";
    for (const char* ending : {".pdf", ".csv", ".end"}) {
        const auto file = folder / (base + ending);
        std::filesystem::create_symlink(file, file); // it leads to itself
        EXPECT_EQ(dropIt(drop).end, DeliveryEnd::Refused) << ending;
        EXPECT_TRUE(std::filesystem::is_empty(folder / "in") ||
                    std::filesystem::is_symlink(std::filesystem::symlink_status(file)));
        std::filesystem::remove(file);
        EXPECT_TRUE(std::filesystem::is_empty(folder / "in")) << "nothing half done";
    }
    ASSERT_EQ(dropIt(drop).end, DeliveryEnd::Sent);
    writeAll(folder / "same", kDropped);
    std::filesystem::remove(folder / (base + ".pdf"));
    std::filesystem::create_symlink(folder / "same", folder / (base + ".pdf"));
    EXPECT_EQ(lookAtIt(drop).end, DeliveryEnd::Refused) << "the same bytes, elsewhere";
}

TEST(DropFolder, WhatAKilledProgramLeftBehindGoes) {
    const TestFolder folder;
    std::filesystem::create_directory(folder / "in");
    const auto before = std::filesystem::file_time_type::clock::now() - std::chrono::hours(2);
    for (const char* name : {".tmp-old", ".tmp-now", "theirs.tmp"}) {
        writeAll(folder / "in" / name, "half");
    }
    std::filesystem::last_write_time(folder / "in/.tmp-old", before);
    std::filesystem::last_write_time(folder / "in/theirs.tmp", before);
    ASSERT_EQ(dropIt(dropAt(folder / "in")).end, DeliveryEnd::Sent);
    EXPECT_FALSE(std::filesystem::exists(folder / "in/.tmp-old"));
    EXPECT_TRUE(std::filesystem::exists(folder / "in/.tmp-now")) << "it may be another station's";
    EXPECT_TRUE(std::filesystem::exists(folder / "in/theirs.tmp"));
}

TEST(DropFolder, ThatIsNotMountedIsNotMade) {
    const TestFolder folder;
    EXPECT_EQ(dropIt(dropAt(folder / "in")).end, DeliveryEnd::Unreachable);
    EXPECT_EQ(lookAtIt(dropAt(folder / "in")).end, DeliveryEnd::Unreachable);
    EXPECT_FALSE(std::filesystem::exists(folder / "in"));
}

TEST(DropFolder, NamesAreExactOrRefused) {
    const DropFolder drop = dropAt("/nowhere");
    DroppedDocument document = droppedDocument();
    for (const char* id : {"", "../0042", "00/42", "００４２", "00 42", "0\n42", "a*"}) {
        document.patientId = id;
        EXPECT_THROW(documents::dropName(drop, document), record::Fault) << id;
    }
    document = droppedDocument();
    for (const char* name : {"{patient}", "{id}/x", "../{id}", ".{id}", "{id}{x}", "{id} x"}) {
        DropFolder other = drop;
        other.nameTemplate = name;
        EXPECT_THROW(documents::dropName(other, document), record::Fault) << name;
    }
    document.title = "two\nlines";
    EXPECT_THROW(documents::sidecarOf(drop, document, {}), record::Fault);
    DropFolder xml = drop;
    xml.sidecar = documents::Sidecar::Xml;
    pugi::xml_document read;
    ASSERT_TRUE(read.load_string(
        documents::sidecarOf(xml, droppedDocument(), record::bytesOf(kDropped)).c_str()));
    EXPECT_EQ(read.child("document").child_value("title"), droppedDocument().title);
}

} // namespace seihon::documents_test
