#include "object_facts.h"

#include "record/fault.h"
#include "support/run_tool.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>

// Calibrated film: what a stored value means is in the object.
namespace seihon::dicom {

using support::hasTool;
using support::runTool;

namespace {

// PS3.3 C.11.1.1 wants 8 or 16 bits of a table, and so does dciodvfy; that a table of 16 bits ends
// at 4000 it calls an error all the same, as it would of every table of densities.
const char* const kTableError =
    "Error - LookupTableData bad - Modality LUT - LUT Descriptor number of bits = 16 but maximum "
    "LUT Data value is 0xfa0\n";

// 16-bit samples of the given depth.
record::PageImage film(int bits, unsigned seed) {
    record::PageImage page = noisyPage(53, 40, 1, 16, seed);
    page.dpiX = page.dpiY = 254; // 0.1 mm
    for (std::int64_t y = 0; y < page.height; ++y) {
        for (std::int64_t x = 0; x < page.width; ++x) {
            std::uint16_t value = 0;
            std::memcpy(&value, page.row(y) + 2 * x, 2);
            value = static_cast<std::uint16_t>(value >> (16 - bits));
            std::memcpy(page.row(y) + 2 * x, &value, 2);
        }
    }
    return page;
}

Document filmDocument(int bits, const FilmScale& scale) {
    Document document = fullDocument(ObjectKind::SecondaryCapture, 1);
    document.conversion = Conversion::DigitizedFilm;
    document.series.modality = "RG";
    document.pages[0] = film(bits, 4);
    document.bitsStored = bits;
    document.film = scale;
    return document;
}

FilmScale scaleOf(int bits, double (*od)(double share)) {
    FilmScale scale;
    const std::size_t count = std::size_t{1} << bits;
    for (std::size_t i = 0; i < count; ++i) {
        const double share = static_cast<double>(i) / static_cast<double>(count - 1);
        scale.odThousandths.push_back(static_cast<std::uint16_t>(std::lround(od(share))));
    }
    return scale;
}

double straight(double share) {
    return 4000 - 3800 * share;
}

// Counts in proportion to the light that comes through.
double logarithmic(double share) {
    return -1000 * std::log10(share * 0.99 + 0.0001);
}

} // namespace

TEST(DicomFilm, a_straight_scale_is_slope_and_intercept_any_other_a_table) {
    if (!hasTool("dciodvfy") || !hasTool("dcmdump")) {
        GTEST_SKIP() << "dicom3tools or dcmtk is not installed";
    }
    const ScratchFolder folder;
    for (const int bits : {12, 16}) {
        for (const bool line : {true, false}) {
            const Document document =
                filmDocument(bits, scaleOf(bits, line ? straight : logarithmic));
            for (const TransferSyntax syntax :
                 {TransferSyntax::ExplicitLittleEndian, TransferSyntax::JpegLossless,
                  TransferSyntax::JpegLs}) {
                const Written object = writeObject(
                    document, {characterSetsFrom("ISO_IR 192"), OutsideRule::Refuse, syntax});
                const std::string file = folder.write("film.dcm", object.bytes);
                EXPECT_EQ(errorsOf(file), line ? "" : kTableError) << bits;
                const std::string dump = runTool("dcmdump '" + file + "'").output;
                EXPECT_NE(dump.find("MONOCHROME1"), dump.npos); // density grows towards black
                EXPECT_NE(dump.find("[DF]"), dump.npos);
                EXPECT_NE(dump.find("[0.1\\0.1]"), dump.npos);
                EXPECT_EQ(dump.find(" PixelSpacing"), dump.npos); // nothing is known of the patient
                EXPECT_NE(dump.find("[110020]"), dump.npos);
                EXPECT_EQ(dump.find("RescaleSlope") != dump.npos, line);
                EXPECT_EQ(dump.find("ModalityLUTSequence") != dump.npos, !line);
                EXPECT_NE(dump.find("[OD]"), dump.npos);
            }
        }
    }
}

// pydicom's arithmetic on what it read, against the scale that was given.
TEST(DicomFilm, another_program_reads_the_same_densities) {
    if (runTool("/usr/bin/python3 -c 'import pydicom, numpy'").exitCode != 0) {
        GTEST_SKIP() << "python3-pydicom with numpy is not installed";
    }
    const ScratchFolder folder;
    for (const int bits : {12, 16}) {
        for (const bool line : {true, false}) {
            const Document document =
                filmDocument(bits, scaleOf(bits, line ? straight : logarithmic));
            const Written object = writeObject(document, {});
            const std::string file = folder.write("film.dcm", object.bytes);
            std::string meant;
            const record::PageImage& page = document.pages[0];
            for (std::int64_t y = 0; y < page.height; ++y) {
                for (std::int64_t x = 0; x < page.width; ++x) {
                    std::uint16_t value = 0;
                    std::memcpy(&value, page.row(y) + 2 * x, 2);
                    meant += std::to_string(document.film->odThousandths[value]) + " ";
                }
            }
            std::ofstream(folder.file("meant.txt")) << meant;
            const support::ToolAnswer answer = runTool(
                "/usr/bin/python3 -c '\nimport pydicom\n"
                "from pydicom.pixel_data_handlers.util import apply_modality_lut\n"
                "d = pydicom.dcmread(\"" +
                file +
                "\")\n"
                "od = [float(v) for v in apply_modality_lut(d.pixel_array, d).flatten()]\n"
                "meant = [int(v) for v in open(\"" +
                folder.file("meant.txt") +
                "\").read().split()]\n"
                "print(len(od) == len(meant), max(abs(a - b) for a, b in zip(od, meant)) <= " +
                std::string(line ? "0.75" : "0") + ")' 2>&1");
            EXPECT_EQ(answer.output, "True True\n") << bits << line;
        }
    }
}

TEST(DicomFilm, a_scale_that_does_not_fit_is_refused) {
    const auto refused = [](const Document& document) {
        try {
            static_cast<void>(writeObject(document, {}));
        } catch (const record::Fault& fault) {
            return fault.kind == record::FaultKind::Usage;
        }
        return false;
    };
    EXPECT_FALSE(refused(filmDocument(12, scaleOf(12, straight))));
    EXPECT_TRUE(refused(filmDocument(16, scaleOf(12, straight))));
    EXPECT_TRUE(refused(filmDocument(12, FilmScale{})));
    Document several = fullDocument(ObjectKind::MultiFrameGrayscaleWord, 1);
    several.film = scaleOf(16, straight); // its Rescale Type is forced to be US (C.8.6.4)
    EXPECT_TRUE(refused(several));
}

} // namespace seihon::dicom
