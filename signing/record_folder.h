#pragma once

#include "signing/record_files.h"

namespace seihon::signing {

// A record's folder read without following a link anywhere below it.
class RecordFolder : public RecordFiles {
  public:
    explicit RecordFolder(const std::filesystem::path& folder);
    ~RecordFolder() override;
    RecordFolder(const RecordFolder&) = delete;
    RecordFolder& operator=(const RecordFolder&) = delete;

    const std::set<std::string>& files() const override { return m_files; }
    const record::Verdict& verdict() const override { return m_verdict; }
    bool readable() const override { return true; }
    bool stream(std::string_view path, const Sink& sink, record::Verdict& verdict) const override;

  private:
    struct Folders; // the opened folders
    void list(int folder, const std::string& prefix);
    std::optional<int> openFile(std::string_view path, record::Verdict& verdict) const;

    std::unique_ptr<Folders> m_folders;
    std::set<std::string> m_files;
    std::optional<std::string> m_newest; // the number that the unnumbered archive manifest has
    std::size_t m_seen = 0;
    record::Verdict m_verdict;
};

} // namespace seihon::signing
