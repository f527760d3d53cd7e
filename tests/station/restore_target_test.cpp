#include "station/restore.h"

#include <gtest/gtest.h>

namespace seihon::station {

// Also where SEIHON_HOME names a home that is there: what is a place is no name of one.
TEST(RestoreTarget, isAPlaceOrTheNameOfOne) {
    const std::filesystem::path home = "/nowhere/home";
    EXPECT_EQ(restoreTargetOf(home, "/mnt/backup/seihon").repository, "/mnt/backup/seihon");
    EXPECT_EQ(restoreTargetOf(home, "sftp:user@host:/folder").repository, "sftp:user@host:/folder");
    EXPECT_EQ(restoreTargetOf({}, "backup").repository, "backup");
    EXPECT_EQ(restoreTargetOf({}, ".").repository, std::filesystem::absolute(".").string());
    EXPECT_ANY_THROW(restoreTargetOf(home, "disk")); // a name, of a home that is not there
}

} // namespace seihon::station
