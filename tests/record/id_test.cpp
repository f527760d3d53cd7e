#include "record/id.h"

#include "expect_fault.h"

#include <algorithm>
#include <set>
#include <vector>

namespace seihon::record {
namespace {

using namespace std::chrono_literals;

const Instant kNow = parseInstant("2026-11-22T03:15:00.250Z");

TEST(Id, IsAVersion7Uuid) {
    const std::string id = makeId(kNow);
    EXPECT_TRUE(isId(id)) << id;
    EXPECT_EQ(id[14], '7');
    EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos);
    EXPECT_EQ(instantOfId(id), kNow);
}

// RFC 9562 appendix A.6.
TEST(Id, KnownAnswer) {
    EXPECT_EQ(instantOfId("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"),
              parseInstant("2022-02-22T19:22:22.000Z"));
}

TEST(Id, SortsByTimeAndIsNeverTheSame) {
    std::vector<std::string> ids;
    for (int i = 0; i < 500; ++i) {
        ids.push_back(makeId(kNow + i * 1ms));
    }
    EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
    std::set<std::string> atOnce;
    for (int i = 0; i < 500; ++i) {
        atOnce.insert(makeId(kNow));
    }
    EXPECT_EQ(atOnce.size(), 500u);
}

TEST(Id, NamesTheArchiveFolderByUtcDate) {
    const std::string id =
        makeId(parseInstant("2026-11-22T08:59:59+09:00")); // still the 21st in UTC
    EXPECT_EQ(archivePathOfId(id), "2026/11/21/" + id);
    const std::string next = makeId(parseInstant("2026-11-22T09:00:00+09:00"));
    EXPECT_EQ(archivePathOfId(next), "2026/11/22/" + next);
}

TEST(Id, RefusesEverythingElse) {
    const std::string good = makeId(kNow);
    std::string upper = good;
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c; });
    upper[0] = 'A';
    for (const std::string& bad :
         {std::string(), std::string("../../../etc/passwd"), upper, good + "0", good.substr(1),
          "{" + good + "}", good.substr(0, 14) + "4" + good.substr(15),
          good.substr(0, 19) + "c" + good.substr(20), good.substr(0, 8) + "/" + good.substr(9),
          good.substr(0, 35) + "g", good.substr(0, 35) + std::string(1, '\0')}) {
        SCOPED_TRACE(bad);
        EXPECT_FALSE(isId(bad));
        expectFault(FaultKind::Malformed, [&] { instantOfId(bad); });
        expectFault(FaultKind::Malformed, [&] { archivePathOfId(bad); });
    }
}

TEST(Id, RefusesTimesWithoutAFourDigitYear) {
    expectFault(FaultKind::Malformed,
                [] { archivePathOfId("ffffffff-ffff-7fff-bfff-ffffffffffff"); });
}

} // namespace
} // namespace seihon::record
