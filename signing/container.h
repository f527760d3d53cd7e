#pragma once

#include "signing/record_files.h"

namespace seihon::signing {

// A record as one file: an ASiC-E container (EN 319 162-1), read strictly (docs/decisions/0017).
class RecordContainer : public RecordFiles {
  public:
    explicit RecordContainer(const std::filesystem::path& file);
    ~RecordContainer() override;
    RecordContainer(const RecordContainer&) = delete;
    RecordContainer& operator=(const RecordContainer&) = delete;

    const std::set<std::string>& files() const override { return m_files; }
    const record::Verdict& verdict() const override { return m_verdict; }
    bool readable() const override { return m_verdict.permitted(); }
    bool stream(std::string_view path, const Sink& sink, record::Verdict& verdict) const override;

  private:
    struct Zip;
    std::unique_ptr<Zip> m_zip;
    std::set<std::string> m_files;
    record::Verdict m_verdict;
};

} // namespace seihon::signing
