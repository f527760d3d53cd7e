#include "regulation/temp_data.h"

#include <set>

namespace seihon::regulation {

namespace {

void addPages(const std::vector<record::Page>& pages, const char* why,
              std::vector<TempImage>& images) {
    for (const record::Page& page : pages) {
        images.push_back({page.file, why});
    }
}

} // namespace

std::vector<TempImage> purgeableImages(const TempDataRules& rules, const record::ScanJob& job,
                                       bool held, record::Instant now) {
    std::vector<TempImage> images;
    const bool sealed = job.state == record::JobState::Sealed && job.sealed;
    const bool abandoned = job.state == record::JobState::Abandoned && job.abandoned;
    if (held || !(sealed ? now - job.sealed->at >= rules.superseded
                         : abandoned && now - job.abandoned->at >= rules.abandoned)) {
        return images;
    }
    addPages(job.superseded, "superseded", images);
    for (const record::SheetAside& aside : job.setAside) {
        addPages(aside.pages, "set-aside", images);
    }
    if (abandoned) {
        addPages(job.pages, "abandoned", images);
        return images;
    }
    std::set<std::string> inRecord;
    for (const record::Page& page : job.pages) {
        inRecord.insert(page.file);
    }
    std::erase_if(images, [&](const TempImage& one) { return inRecord.contains(one.file); });
    return images;
}

} // namespace seihon::regulation
