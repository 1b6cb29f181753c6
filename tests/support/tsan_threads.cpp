// For builds with ThreadSanitizer. It does not know the threads that are started by C11's
// thrd_create, as librdkafka's are, and ends the process at the first call that one of them makes
// into our code. Defined here, the call goes to pthread_create, which it does know. Nor does it
// know C11's mutexes: what the library does among its own threads is left out, and what others do
// on its behalf.
#include <pthread.h>
#include <threads.h>

#include <cstdint>
#include <memory>

namespace {

struct Start {
  thrd_start_t function;
  void* argument;
};

void* run(void* given) {
  const std::unique_ptr<Start> start(static_cast<Start*>(given));
  return reinterpret_cast<void*>(static_cast<std::intptr_t>(start->function(start->argument)));
}

}  // namespace

extern "C" {

// Read by the sanitizer when the process starts.
const char* __tsan_default_suppressions() {
  return "called_from_lib:librdkafka.so\n"
         "called_from_lib:liblz4.so\n"
         "called_from_lib:libzstd.so\n"
         "called_from_lib:libz.so\n";  // librdkafka's threads compress with these
}

int thrd_create(thrd_t* thread, thrd_start_t function, void* argument) {
  auto start = std::make_unique<Start>(Start{function, argument});
  if (pthread_create(thread, nullptr, run, start.get()) != 0) {
    return thrd_error;
  }
  static_cast<void>(start.release());  // run() owns it now
  return thrd_success;
}

int thrd_join(thrd_t thread, int* result) {
  void* returned = nullptr;
  if (pthread_join(thread, &returned) != 0) {
    return thrd_error;
  }
  if (result != nullptr) {
    *result = static_cast<int>(reinterpret_cast<std::intptr_t>(returned));
  }
  return thrd_success;
}
}
