#pragma once

// Private to the target seal: the two authorities behind openTimestampAuthority.

#include "signing/timestamp.h"

namespace seihon::signing {

std::unique_ptr<TimestampAuthority> openHttpAuthority(const config::TimestampService& service);
std::unique_ptr<TimestampAuthority> openDemoAuthority(const config::TimestampService& service,
                                                      const std::filesystem::path& demoFolder);

} // namespace seihon::signing
