// A process that dies of a record, again and again, until the record is given up.
#include "app/daemon/crash_book.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

namespace centinela::app {
namespace {

constexpr std::int64_t end = 40;
constexpr std::int64_t batch = 8;

// What a life leaves behind: which offsets it finished and which it gave up.
struct Life {
  bool has_died = false;
  std::set<std::int64_t> given_up;
};

class CrashBookTest : public ::testing::Test {
 protected:
  CrashBookTest()
      : directory_(std::filesystem::temp_directory_path() /
                   ("crash_book_" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(directory_);
  }
  ~CrashBookTest() override { std::filesystem::remove_all(directory_); }

  // In a process of its own: reads from `from` on, works on batches as the daemon does, and aborts
  // in the middle of the work on each deadly record.
  Life live(std::int64_t from, const std::set<std::int64_t>& deadly) {
    const std::filesystem::path told = directory_ / "told";
    std::filesystem::remove(told);
    const pid_t child = ::fork();
    if (child == 0) {
      work(from, deadly, told);
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    Life life;
    life.has_died = WIFSIGNALED(status);
    std::ifstream lines(told);
    for (std::int64_t offset = 0; lines >> offset;) {
      life.given_up.insert(offset);
    }
    return life;
  }

  [[nodiscard]] std::filesystem::path book() const { return directory_ / "crash.book"; }

 private:
  void work(std::int64_t from,
            const std::set<std::int64_t>& deadly,
            const std::filesystem::path& told) const {
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    auto crashes = CrashBook::open(book());
    if (!crashes) {
      ::_exit(1);
    }
    std::ofstream out(told);
    std::set<std::int64_t> taken;
    const auto flush = [&] {
      for (const std::int64_t offset : taken) {
        if (deadly.contains(offset)) {
          std::signal(SIGABRT, SIG_DFL);
          std::abort();
        }
      }
      taken.clear();
      crashes->rest();
    };
    for (std::int64_t offset = from; offset < end; ++offset) {
      if (crashes->is_poison("data-access", 3, offset)) {
        flush();
        out << offset << '\n' << std::flush;
        continue;
      }
      const bool is_careful = crashes->is_careful("data-access", 3, offset);
      if (is_careful) {
        flush();
      }
      crashes->begin("data-access", 3, offset);
      taken.insert(offset);
      if (is_careful || offset % batch == batch - 1) {
        flush();
      }
    }
    flush();
  }

  std::filesystem::path directory_;
};

TEST_F(CrashBookTest, gives_a_record_up_that_two_processes_died_of) {
  const std::set<std::int64_t> deadly{21};
  EXPECT_TRUE(live(0, deadly).has_died);
  EXPECT_TRUE(live(0, deadly).has_died);
  const Life third = live(0, deadly);
  EXPECT_FALSE(third.has_died);
  EXPECT_EQ(third.given_up, deadly);
}

TEST_F(CrashBookTest, finds_two_deadly_records_of_one_batch_and_spares_the_rest) {
  const std::set<std::int64_t> deadly{17, 22};
  int lives = 1;
  Life life = live(0, deadly);
  while (life.has_died && lives < 10) {
    life = live(0, deadly);
    ++lives;
  }
  EXPECT_FALSE(life.has_died);
  EXPECT_LE(lives, 6);
  EXPECT_EQ(life.given_up, deadly);
}

TEST_F(CrashBookTest, does_not_hold_a_death_against_a_record_that_passes_the_next_time) {
  EXPECT_TRUE(live(0, {9}).has_died);
  const Life second = live(0, {});
  EXPECT_FALSE(second.has_died);
  EXPECT_TRUE(second.given_up.empty());
}

TEST_F(CrashBookTest, knows_partitions_apart) {
  ASSERT_TRUE(live(0, {5}).has_died);
  ASSERT_TRUE(live(0, {5}).has_died);
  const auto crashes = CrashBook::open(book());
  ASSERT_TRUE(crashes);
  EXPECT_TRUE(crashes->is_poison("data-access", 3, 5));
  EXPECT_FALSE(crashes->is_poison("data-access", 2, 5));
  EXPECT_FALSE(crashes->is_poison("data-accesses", 3, 5));
  EXPECT_FALSE(crashes->is_poison("data-access", 3, 6));
}

TEST_F(CrashBookTest, begins_anew_over_a_file_that_is_something_else) {
  std::ofstream(book()) << "not a book of crashes, and longer than nothing";
  auto crashes = CrashBook::open(book());
  ASSERT_TRUE(crashes);
  EXPECT_EQ(crashes->found(), 0U);
  EXPECT_FALSE(crashes->is_careful("data-access", 0, 0));
}

TEST_F(CrashBookTest, says_why_its_file_cannot_be_had) {
  const auto crashes = CrashBook::open(book() / "below" / "a-file");
  ASSERT_FALSE(crashes);
  EXPECT_EQ(crashes.error().code, Errc::io);
}

}  // namespace
}  // namespace centinela::app
