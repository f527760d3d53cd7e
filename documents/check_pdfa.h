#pragma once

#include "documents/viewing_copy.h"

#include <filesystem>
#include <string>
#include <vector>

namespace seihon::documents {

// What keeps a file from being the PDF/A that writeViewingCopy makes: the rules of ISO 19005-2 (of
// ISO 19005-1 for part 1) that our form could break, each with its clause, and everything that our
// form does not have at all (a list of what may be there, not of what may not). Empty: nothing. No
// judge of PDF/A in general. Never throws for what is wrong with the file.
std::vector<std::string> checkPdfA(const std::filesystem::path& file, int part = 2);

// Reads the file back with another decoder than the one that wrote it: does each page have the size
// of its master, are the pixels of a lossless page all the master's, does a lossy one show the same
// page? And does the file say of itself what the copy is? What differs, in words.
std::vector<std::string> compareWithMasters(const std::filesystem::path& file,
                                            const ViewingCopy& copy, const PixelsOf& pixelsOf);

} // namespace seihon::documents
