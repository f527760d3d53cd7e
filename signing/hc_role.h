#pragma once

#include "record/digest.h"

#include <string>
#include <vector>

namespace seihon::signing {

// Role names (codeDataFreeText) of every hcRole attribute in a subjectDirectoryAttributes extension
// value, as ISO 17090-3 and the MHLW profile define it. Roles of another coding scheme than
// id-jhpki-cdata are none of ours and left out. Accepts what real cards and the standard's looser
// readings have: several attributes, actor data and actors, SET or SEQUENCE, explicit or implicit
// tags, components in any order, any DirectoryString. Faults: CertificateUnusable.
std::vector<std::string> healthcareRolesOf(record::Bytes subjectDirectoryAttributes);

} // namespace seihon::signing
