#include "object_facts.h"

#include "record/fault.h"
#include "support/run_tool.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>

// Objects as other programs read them: dicom3tools, pydicom, DCMTK's tools.
namespace seihon::dicom {

using support::hasTool;
using support::runTool;

namespace {

constexpr ObjectKind kKinds[] = {ObjectKind::SecondaryCapture, ObjectKind::MultiFrameTrueColor,
                                 ObjectKind::MultiFrameGrayscaleByte,
                                 ObjectKind::MultiFrameGrayscaleWord, ObjectKind::EncapsulatedPdf};
constexpr TransferSyntax kSyntaxes[] = {TransferSyntax::ExplicitLittleEndian,
                                        TransferSyntax::JpegLossless, TransferSyntax::JpegLs};
const char* const kSets[] = {"ISO_IR 192", "\\ISO 2022 IR 87", "\\ISO 2022 IR 87\\ISO 2022 IR 159",
                             "ISO 2022 IR 13\\ISO 2022 IR 87"};

Written make(const Document& document, TransferSyntax syntax,
             const std::string& sets = "ISO_IR 192") {
    return writeObject(document, {characterSetsFrom(sets), OutsideRule::Refuse, syntax});
}

std::string python(const std::string& program) {
    const support::ToolAnswer answer = runTool("/usr/bin/python3 -c '" + program + "' 2>&1");
    return answer.exitCode == 0 ? answer.output : "failed: " + answer.output;
}

bool hasPydicom() {
    return runTool("/usr/bin/python3 -c 'import pydicom'").exitCode == 0;
}

std::string pixelsOf(const Document& document) {
    std::string bytes;
    for (const record::PageImage& page : document.pages) {
        for (std::int64_t y = 0; y < page.height; ++y) {
            bytes.append(reinterpret_cast<const char*>(page.row(y)),
                         static_cast<std::size_t>(page.rowBytes()));
        }
    }
    return bytes;
}

} // namespace

TEST(DicomObject, dciodvfy_finds_no_error_in_any_class_syntax_and_character_set) {
    if (!hasTool("dciodvfy")) {
        GTEST_SKIP() << "dicom3tools is not installed";
    }
    const ScratchFolder folder;
    unsigned seed = 1;
    for (const ObjectKind kind : kKinds) {
        for (const TransferSyntax syntax : kSyntaxes) {
            for (const char* sets : kSets) {
                Document document = fullDocument(kind, ++seed);
                const Written object = make(document, syntax, sets);
                ASSERT_FALSE(object.refused);
                const std::string file = folder.write("full.dcm", object.bytes);
                EXPECT_EQ(errorsOf(file), "") << nameOfKind(kind) << object.transferSyntax << sets;
            }
            const Written bare = make(bareDocument(kind, ++seed), syntax);
            EXPECT_EQ(errorsOf(folder.write("bare.dcm", bare.bytes)), "") << nameOfKind(kind);
        }
        for (const Conversion conversion : {Conversion::ScannedImage, Conversion::DigitizedFilm}) {
            Document document = fullDocument(kind, ++seed);
            document.conversion = conversion;
            const Written object = make(document, TransferSyntax::ExplicitLittleEndian);
            EXPECT_EQ(errorsOf(folder.write("other.dcm", object.bytes)), "") << nameOfKind(kind);
        }
    }
    // The control: a file with something missing is found.
    Document broken = bareDocument(ObjectKind::SecondaryCapture, 1);
    const std::string file = folder.write("broken.dcm", make(broken, kSyntaxes[0]).bytes);
    runTool("dcmodify -nb -e ConversionType '" + file + "'");
    EXPECT_NE(errorsOf(file), "");
}

// What DCMTK's own tools decode is what was on the page.
TEST(DicomObject, pixels_are_those_of_the_pages_in_every_syntax) {
    if (!hasTool("dcmdjpeg") || !hasTool("dcmdjpls") || !hasTool("dcmdump")) {
        GTEST_SKIP() << "dcmtk is not installed";
    }
    const ScratchFolder folder;
    for (const ObjectKind kind : kKinds) {
        if (kind == ObjectKind::EncapsulatedPdf) {
            continue;
        }
        for (const TransferSyntax syntax : kSyntaxes) {
            const Document document = fullDocument(kind, 7);
            const Written object = make(document, syntax);
            const std::string file = folder.write("a.dcm", object.bytes),
                              raw = folder.file("raw.dcm");
            const std::string tool = syntax == TransferSyntax::JpegLossless ? "dcmdjpeg"
                                     : syntax == TransferSyntax::JpegLs     ? "dcmdjpls"
                                                                            : "dcmconv";
            ASSERT_EQ(runTool(tool + " '" + file + "' '" + raw + "'").exitCode, 0);
            runTool("cd '" + folder.file("") + "' && rm -f raw.dcm.*.raw && dcmdump +W . raw.dcm");
            std::ifstream in(folder.file("raw.dcm.0.raw"), std::ios::binary);
            std::string read((std::istreambuf_iterator<char>(in)), {});
            std::string meant = pixelsOf(document);
            meant.resize(meant.size() + meant.size() % 2);
            EXPECT_TRUE(read == meant) << nameOfKind(kind) << object.transferSyntax << read.size();
        }
    }
}

TEST(DicomObject, names_are_read_by_pydicom_in_each_character_set) {
    if (!hasPydicom()) {
        GTEST_SKIP() << "python3-pydicom is not installed";
    }
    const ScratchFolder folder;
    std::string script = "import pydicom, sys, warnings\nwarnings.simplefilter(\"ignore\")\n",
                meant;
    int files = 0;
    const auto expectRead = [&](const PersonName& name, const char* sets) {
        Document document = bareDocument(ObjectKind::EncapsulatedPdf, 1);
        document.patient.name = name;
        document.pdfTitle = "表題 ソ";
        const Written object = make(document, TransferSyntax::ExplicitLittleEndian, sets);
        ASSERT_FALSE(object.refused) << textOf(name) << sets;
        const std::string file = folder.write("name" + std::to_string(++files), object.bytes);
        script +=
            "d = pydicom.dcmread(\"" + file +
            "\")\nn = (str(d.PatientName).split(\"=\") + [\"\", \"\"])[:3]\n"
            "sys.stdout.buffer.write((\"|\".join(n + [d.DocumentTitle]) + \"\\n\").encode())\n";
        meant += name.alphabetic + "|" + name.ideographic + "|" + name.phonetic + "|表題 ソ\n";
    };
    for (const char* sets : kSets) {
        expectRead({"Yamada^Tarou", "山田^太郎", "やまだ^たろう"}, sets);
        expectRead({"", "齋^ゞ", "ー"}, sets);
        expectRead({"", "渡邊^〆", ""}, sets);
        expectRead({"", "", "オオノ^ヨーコ"}, sets);
    }
    expectRead({"", "森^鷗外", "もり^おうがい"}, "\\ISO 2022 IR 87\\ISO 2022 IR 159");
    expectRead({"ﾔﾏﾀﾞ^ﾀﾛｳ", "山田^太郎", ""}, "ISO 2022 IR 13\\ISO 2022 IR 87");
    expectRead({"", "髙橋^𠮷", "たかはし^よし"}, "ISO_IR 192");
    expectRead({"", "ソ^構", "ソー"}, "ISO_IR 192");
    EXPECT_EQ(python(script), meant);
    // pydicom 2.3 parts names at "=" before it decodes, also inside ソ (0x253D): Python's own codec
    // on the bytes that pydicom handed over.
    Document document = bareDocument(ObjectKind::EncapsulatedPdf, 1);
    document.patient.name = {"", "ソ^構", "ソー"};
    const Written object = make(document, TransferSyntax::ExplicitLittleEndian, kSets[1]);
    const std::string file = folder.write("so.dcm", object.bytes);
    EXPECT_EQ(python("import pydicom, sys, warnings\nwarnings.simplefilter(\"ignore\")\nb = "
                     "pydicom.dcmread(\"" +
                     file +
                     "\").PatientName.original_string\n"
                     "sys.stdout.buffer.write(b.rstrip().decode(\"iso2022_jp_2\").encode())"),
              "=ソ^構=ソー");
}

TEST(DicomObject, a_name_outside_the_set_is_refused_or_told) {
    Document document = fullDocument(ObjectKind::SecondaryCapture, 1);
    document.patient.name.ideographic = "髙橋^𠮷";
    WriteOptions options{characterSetsFrom("\\ISO 2022 IR 87")};
    const Written refused = writeObject(document, options);
    EXPECT_TRUE(refused.refused);
    EXPECT_TRUE(refused.bytes.empty());
    ASSERT_EQ(refused.troubles.size(), 1u);
    EXPECT_EQ(refused.troubles[0].attribute, "PatientName");
    EXPECT_EQ(refused.troubles[0].outside[0].character, "髙");
    options.outside = OutsideRule::Note;
    const Written noted = writeObject(document, options);
    EXPECT_FALSE(noted.refused);
    EXPECT_FALSE(noted.bytes.empty());
    ASSERT_EQ(noted.troubles.size(), 1u);
    EXPECT_EQ(noted.troubles[0].outside[1].written, "〓");
    // Too long is refused by both: nothing is cut.
    document.patient.id = std::string(65, '1');
    EXPECT_TRUE(writeObject(document, options).refused);
}

TEST(DicomObject, says_nothing_that_nobody_knew) {
    if (!hasTool("dcmdump")) {
        GTEST_SKIP() << "dcmtk is not installed";
    }
    const ScratchFolder folder;
    const Written object =
        make(bareDocument(ObjectKind::SecondaryCapture, 1), TransferSyntax::ExplicitLittleEndian);
    const std::string dump =
        runTool("dcmdump '" + folder.write("a.dcm", object.bytes) + "'").output;
    for (const char* empty :
         {"PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyDate", "StudyTime",
          "AccessionNumber", "StudyID", "ReferringPhysicianName", "ContentDate", "Laterality"}) {
        const auto at = dump.find(std::string(" ") + empty + "\n");
        ASSERT_NE(at, dump.npos) << empty;
        const auto line = dump.rfind('\n', at);
        EXPECT_NE(dump.substr(line, at - line).find("(no value available)"), dump.npos) << empty;
    }
    for (const char* absent :
         {"InstitutionName", "StationName", "SecondaryCaptureDeviceManufacturer",
          "ContributingEquipmentSequence", "AcquisitionDateTime", "ImageComments",
          "IssuerOfPatientID", "LossyImageCompression", "DerivationDescription", "BodyPartExamined",
          "DateOfSecondaryCapture"}) {
        EXPECT_EQ(dump.find(absent), dump.npos) << absent;
    }
    EXPECT_NE(dump.find("0.084667\\0.084667"), dump.npos);
}

TEST(DicomObject, refuses_what_cannot_be_such_an_object) {
    const auto refuses = [](const std::function<void(Document&)>& change,
                            ObjectKind kind = ObjectKind::MultiFrameGrayscaleByte) {
        Document document = fullDocument(kind, 3);
        change(document);
        try {
            static_cast<void>(writeObject(document, {}));
        } catch (const record::Fault& fault) {
            return fault.kind == record::FaultKind::Usage;
        }
        return false;
    };
    EXPECT_FALSE(refuses([](Document&) {})); // the control
    EXPECT_TRUE(refuses([](Document& d) { d.pages[1] = noisyPage(60, 47, 1, 8, 1); }));
    EXPECT_TRUE(refuses([](Document& d) { d.pages[1] = noisyPage(61, 47, 3, 8, 1); }));
    EXPECT_TRUE(refuses([](Document& d) { d.pages[2].dpiX = 200; }));
    EXPECT_TRUE(refuses([](Document& d) { d.pages.clear(); }));
    EXPECT_TRUE(refuses([](Document& d) { d.kind = ObjectKind::MultiFrameGrayscaleWord; }));
    EXPECT_TRUE(refuses([](Document& d) { d.kind = ObjectKind::SecondaryCapture; }));
    EXPECT_TRUE(refuses([](Document& d) { d.pdf = "%PDF-"; }));
    EXPECT_TRUE(refuses([](Document& d) { d.object.uid = d.series.uid; }));
    EXPECT_TRUE(refuses([](Document& d) { d.study.uid = "1.02"; }));
    EXPECT_TRUE(refuses([](Document& d) { d.series.modality.clear(); }));
    EXPECT_TRUE(refuses([](Document& d) { d.pages[0] = noisyPage(9, 9, 3, 16, 1); },
                        ObjectKind::SecondaryCapture));
    EXPECT_TRUE(refuses([](Document& d) { d.pages[0] = noisyPage(70000, 1, 1, 8, 1); },
                        ObjectKind::SecondaryCapture));
    EXPECT_TRUE(refuses([](Document& d) { d.pdf = "<html>"; }, ObjectKind::EncapsulatedPdf));
    // A value of 16 bits where 12 are stored would be cut by a reader.
    EXPECT_TRUE(
        refuses([](Document& d) { d.bitsStored = 12; }, ObjectKind::MultiFrameGrayscaleWord));
}

TEST(DicomObject, line_art_is_black_and_white_of_eight_bits) {
    const ScratchFolder folder;
    Document document = fullDocument(ObjectKind::SecondaryCapture, 1);
    document.pages[0] = noisyPage(61, 47, 1, 1, 5);
    const Written object = make(document, TransferSyntax::JpegLs);
    EXPECT_FALSE(object.bytes.empty()); // compared with the page as it was written
    if (hasTool("dciodvfy")) {
        EXPECT_EQ(errorsOf(folder.write("a.dcm", object.bytes)), "");
    }
}

} // namespace seihon::dicom
