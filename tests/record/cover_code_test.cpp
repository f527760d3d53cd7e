#include "record/cover_code.h"

#include "record/id.h"
#include "record/instant.h"

#include <gtest/gtest.h>

namespace seihon::record {

TEST(CoverCode, ReadsWhatItWrites) {
    const std::string id = makeId(readClock());
    const CoverCode job = readCoverCode(codeOfJob(id));
    EXPECT_EQ(job.kind, CoverCode::Kind::Job);
    EXPECT_EQ(job.job, id);
    for (const std::int64_t label : {std::int64_t{1}, std::int64_t{123}, kHighestLabel}) {
        const CoverCode read = readCoverCode(codeOfLabel(label));
        EXPECT_EQ(read.kind, CoverCode::Kind::Label);
        EXPECT_EQ(read.label, label);
    }
    EXPECT_EQ(codeOfLabel(123), "SL00000123");
    const CoverCode separator = readCoverCode(codeOfSeparator(id, 37, 2));
    EXPECT_EQ(separator.kind, CoverCode::Kind::Separator);
    EXPECT_EQ(separator.box, id);
    EXPECT_EQ(separator.folder, 37);
    EXPECT_EQ(separator.tab, 2);
}

TEST(CoverCode, TakesNothingElse) {
    const std::string good = codeOfJob(makeId(readClock()));
    const std::string separator = codeOfSeparator(makeId(readClock()), 1, 1);
    for (const std::string& text :
         {separator + "0", separator.substr(0, separator.size() - 1),
          separator.substr(0, separator.size() - 2) + "00", // no tab
          separator.substr(0, separator.size() - 6) + "000001", "SS" + std::string(38, '0'),
          std::string(), std::string("SJ"), good.substr(1), good + "0", "sj" + good.substr(2),
          "SJ" + std::string(32, '0'), "SJ" + std::string(32, 'G'), std::string("SL00000000"),
          std::string("SL0000012"), std::string("SL0000012x"), std::string("4912345678904"),
          std::string("SJ") + std::string(31, '0') + "a"}) {
        EXPECT_EQ(readCoverCode(text).kind, CoverCode::Kind::None) << text;
    }
}

} // namespace seihon::record
