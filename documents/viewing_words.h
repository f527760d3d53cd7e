#pragma once

// Private to documents: what a viewing copy says of itself.

#include "documents/viewing_copy.h"

#include <string>

namespace seihon::documents {

// The line below a page.
std::string noticeOf(const ViewingCopy& copy, const ViewingPage& page);
std::string languageTag(const ViewingCopy& copy);

} // namespace seihon::documents
