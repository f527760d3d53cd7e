#include "deliver_fixture.h"
#include "film_home.h"

#include "record/digest.h"
#include "support/run_tool.h"

#include <gmock/gmock.h>

#include <cstring>

// A film of 16 bits from the tray through the queue into a real archive and back, looked at by
// programs that are not ours.
namespace seihon::cli_test {

namespace fs = std::filesystem;
using dicom_net::Orthanc;

class FilmDelivered : public DeliveryTest<FilmHome> {
  protected:
    // Every stored value, as DCMTK's decoder and pydicom find them.
    std::string decodedByDcmtk(const fs::path& object, const std::string& decoder) const {
        const std::string plain = (m_desk.folder() / "plain.dcm").string();
        const auto made =
            support::runTool((decoder.empty() ? "cp " + object.string() + " " + plain
                                              : decoder + " " + object.string() + " " + plain) +
                             " && cd " + m_desk.folder().string() + " && dcmdump +W . plain.dcm");
        EXPECT_EQ(made.exitCode, 0) << made.output;
        return readFile(m_desk.folder() / "plain.dcm.0.raw");
    }
    std::string readByPydicom(const fs::path& object) const {
        const fs::path raw = m_desk.folder() / "pydicom.raw";
        const auto read = support::runTool(
            "/usr/bin/python3 -c 'import pydicom, sys; d = pydicom.dcmread(sys.argv[1]); "
            "assert d.BitsAllocated == 16 and d.PixelRepresentation == 0; "
            "open(sys.argv[2], \"wb\").write(d.PixelData)' " +
            object.string() + " " + raw.string());
        EXPECT_EQ(read.exitCode, 0) << read.output;
        return readFile(raw);
    }
};

TEST_F(FilmDelivered, sixteen_bits_come_back_from_the_archive_as_they_lay_in_the_tray) {
    const record::PageImage laid = film(3);
    ASSERT_EQ(laid.bitsPerSample, 16);
    const fs::path record = m_home.sealedFilm(laid);
    const record::PageImage kept = decoded(record / "pages/0001.tif");
    const record::Json made = record::parseJson(readFile(record / "record.json"));
    const record::RectPx rect =
        record::rectPxFromJson(made.at("pages").asArray().at(0).at("sheetRect"));
    ASSERT_EQ(rect.w, laid.width);
    ASSERT_EQ(rect.h, laid.height);
    struct Case {
        const char *syntax, *uid, *decoder;
    };
    for (const Case& one : {Case{"raw", "1.2.840.10008.1.2.1", ""},
                            Case{"jpeg-lossless", "1.2.840.10008.1.2.4.70", "dcmdjpeg"},
                            Case{"jpeg-ls", "1.2.840.10008.1.2.4.80", "dcmdjpls"}}) {
        fs::remove_all(m_desk.folder() / "orthanc");
        const Orthanc orthanc(m_desk);
        ASSERT_TRUE(orthanc.running());
        targetOf(orthanc, "commitment", std::string("syntaxes = [\"") + one.syntax + "\"]\n");
        // Another target each time, for the log knows what this one has.
        m_home.editFile("deliveries.toml", "name = \"pacs\"",
                        std::string("name = \"pacs-") + one.syntax + "\"");
        const Result worked = work();
        ASSERT_THAT(list(), testing::IsEmpty()) << worked.out << worked.err;
        const record::Json sent = entriesOf("DeliverySent").back().at("facts");
        EXPECT_EQ(sent.at("target").asString(), std::string("pacs-") + one.syntax);
        EXPECT_EQ(sent.at("syntaxes").asArray().at(0).asString(), one.uid);
        const fs::path back = m_desk.folder() / "back.dcm";
        ASSERT_TRUE(orthanc.fetchOnly(back)) << orthanc.get("/instances");
        EXPECT_THAT(support::runTool("dcmdump +P TransferSyntaxUID -Un " + back.string()).output,
                    testing::HasSubstr(std::string("[") + one.uid + "]"));
        const std::string raw = decodedByDcmtk(back, one.decoder);
        ASSERT_EQ(raw.size(), static_cast<std::size_t>(kept.height * kept.rowBytes()));
        for (std::int64_t y = 0; y < laid.height; ++y) {
            ASSERT_EQ(std::memcmp(raw.data() + (rect.y + y) * kept.rowBytes() + 2 * rect.x,
                                  laid.row(y), static_cast<std::size_t>(2 * laid.width)),
                      0)
                << one.syntax << " row " << y;
        }
        EXPECT_EQ(record::sha256(readByPydicom(m_desk.folder() / "plain.dcm")),
                  record::sha256(raw));
        for (std::int64_t y = 0; y < kept.height; ++y) { // and the whole page is the sealed one
            ASSERT_EQ(std::memcmp(raw.data() + y * kept.rowBytes(), kept.row(y),
                                  static_cast<std::size_t>(kept.rowBytes())),
                      0);
        }
    }
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
}

} // namespace seihon::cli_test
