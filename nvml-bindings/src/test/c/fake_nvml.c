/*
 * A stand-in for libnvidia-ml that is a real shared library.
 *
 * Everything it answers comes from the file "fake-nvml.state" beside the library, mapped shared, so that
 * a test drives the sensors, the faults and the clock of the machine while this or any other process
 * reads it. The layout of the file is written down twice: here, and in StateFile.java.
 *
 * Variants, chosen when compiling: NO_ENERGY_SYMBOL, NO_FIELDS_SYMBOL, NO_INIT_SYMBOL, NO_STATE_SYMBOLS and
 * NO_TEMPERATURE_SYMBOL leave symbols out.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAGIC 0x4a6f756c65626f6bLL
#define FUNCTIONS 32
#define RING (1 << 18)
#define SECOND 1000000000LL

enum {
  SUCCESS = 0,
  UNINITIALIZED = 1,
  INVALID_ARGUMENT = 2,
  NOT_SUPPORTED = 3,
  NOT_FOUND = 6,
  INSUFFICIENT_SIZE = 7,
  DRIVER_NOT_LOADED = 9,
  GPU_IS_LOST = 15,
  ARGUMENT_VERSION_MISMATCH = 25,
};

/* The order is FakeCall.java's. */
enum {
  INIT,
  SHUTDOWN,
  DRIVER_VERSION,
  NVML_VERSION,
  COUNT,
  HANDLE_BY_INDEX,
  HANDLE_BY_UUID,
  UUID,
  NAME,
  ENERGY,
  POWER_USAGE,
  FIELD_VALUES,
  POWER_LIMIT,
  PERFORMANCE_STATE,
  FIELD_INSTANT_POWER,
  FIELD_AVERAGE_POWER,
  FIELD_ENERGY,
  INDEX,
  PCI_INFO,
  UTILIZATION,
  TEMPERATURE,
  TEMPERATURE_V,
  CLOCK_INFO,
  CLOCK_SM,
  CLOCK_MEMORY,
  PARENT,
  EVENT_REASONS,
  PROCESS_UTILIZATION,
};

enum { FI_ENERGY = 83, FI_POWER_AVERAGE = 185, FI_POWER_INSTANT = 186 };
enum { CLOCK_TYPE_SM = 1, CLOCK_TYPE_MEMORY = 2 };
enum { TEMPERATURE_V1 = 0x0100000c };
enum { TYPE_UNSIGNED_INT = 1, TYPE_UNSIGNED_LONG_LONG = 3 };

typedef struct {
  int64_t calls[FUNCTIONS];
  int32_t answers[FUNCTIONS]; /* the nvmlReturn_t to give; 0 to do the work */
  int32_t hangs[FUNCTIONS];   /* blocked while not 0 */
} Functions;

typedef struct {
  int64_t time;
  int64_t microjoules;
  int64_t picojoules; /* the rest below one microjoule */
  int64_t milliwatts; /* from here on */
} Breakpoint;

typedef struct {
  char uuid[96];
  char name[96];
  int32_t generation;
  int32_t lost; /* the nvmlReturn_t of every call while the GPU is gone */
  int32_t power_limit;
  int32_t performance_state;
  int64_t period;
  int64_t lag;
  int64_t phase;
  int64_t stuck_since;
  int64_t counter_offset; /* millijoules */
  int32_t has_garbage_energy;
  int32_t has_garbage_power;
  int64_t garbage_energy;
  int64_t garbage_power;
  int64_t head; /* breakpoints ever written; the newest is at head - 1 */
  int64_t window;
  int64_t usage_window;
  int32_t field_type;
  int32_t lock;
  int64_t jitter;        /* each tick comes late by up to this */
  int64_t gain;          /* what the counter shows of the truth, in millionths */
  int64_t energy_window; /* the counter adds the mean power of so long before each tick; 0: all */
  int64_t windowed_since;
  int64_t counted_until; /* the tick up to which the windowed counter has been added up; 0: none */
  int64_t counted_microjoules;
  int64_t counted_picojoules;
  int64_t counted_rest; /* picojoules times nanoseconds, below the window */
  char pci_bus_id[32];
  int32_t utilization; /* percent */
  int32_t temperature;
  int32_t sm_clock; /* megahertz */
  int32_t memory_clock;
  int32_t parent; /* of a MIG instance: its GPU's index and 1; else 0. Instances come after all GPUs. */
  int32_t index_in_parent;
  int32_t mistaken_for; /* 1 and the index of the GPU whose handle is given for this one's UUID; else 0 */
  int32_t process; /* the id of the one process that uses it; 0: none, NOT_FOUND */
  int64_t event_reasons;    /* bits */
  int64_t sample_age;       /* nanoseconds from the last sample of utilisation until now */
  char pad[512 - 448];
  Functions functions;
  char pad2[4096 - 1024];
  Breakpoint ring[RING];
} Gpu;

typedef struct {
  int64_t magic;
  int32_t gpus;
  int32_t claimed_gpus; /* what it says their number is; 0: the truth */
  int64_t clock; /* 0: CLOCK_MONOTONIC; else the time at which the machine's clock stands */
  int64_t stale_handle_uses;
  int64_t calls_while_uninitialized;
  char pad2[64 - 40];
  char driver_version[80];
  char nvml_version[80];
  char pad3[256 - 224];
  Functions functions;
  char pad4[4096 - 768];
  Gpu gpu[];
} Machine;

_Static_assert(offsetof(Gpu, functions) == 512, "StateFile.java says 512");
_Static_assert(offsetof(Gpu, ring) == 4096, "StateFile.java says 4096");
_Static_assert(offsetof(Gpu, lock) == 300, "StateFile.java says 300");
_Static_assert(offsetof(Gpu, counted_until) == 336, "StateFile.java says 336");
_Static_assert(offsetof(Gpu, pci_bus_id) == 368, "StateFile.java says 368");
_Static_assert(offsetof(Gpu, index_in_parent) == 420, "StateFile.java says 420");
_Static_assert(offsetof(Gpu, sample_age) == 440, "StateFile.java says 440");
_Static_assert(offsetof(Machine, functions) == 256, "StateFile.java says 256");
_Static_assert(offsetof(Machine, gpu) == 4096, "StateFile.java says 4096");

typedef uint64_t Device;

typedef struct {
  uint32_t field_id;
  uint32_t scope_id;
  int64_t timestamp;
  int64_t latency;
  int32_t value_type;
  int32_t answer;
  union {
    uint32_t ui;
    uint64_t ull;
    double d;
  } value;
} FieldValue;

typedef struct {
  char bus_id_legacy[16];
  uint32_t domain;
  uint32_t bus;
  uint32_t device;
  uint32_t device_id;
  uint32_t subsystem_id;
  char bus_id[32];
} PciInfo;

typedef struct {
  uint32_t gpu;
  uint32_t memory;
} Utilization;

typedef struct {
  uint32_t pid;
  uint64_t timestamp; /* microseconds of the wall clock */
  uint32_t sm;
  uint32_t memory;
  uint32_t encoder;
  uint32_t decoder;
} ProcessSample;

typedef struct {
  uint32_t version;
  int32_t sensor;
  int32_t temperature;
} Temperature;

static Machine *machine;
static int inits;
static pthread_once_t mapped = PTHREAD_ONCE_INIT;

static void map_machine(void) {
  Dl_info self;
  char path[PATH_MAX];
  struct stat status;
  if (!dladdr((void *)map_machine, &self)) return;
  char *slash = strrchr(self.dli_fname, '/');
  int folder = slash ? (int)(slash - self.dli_fname) : 0;
  snprintf(path, sizeof path, "%.*s/fake-nvml.state", folder, self.dli_fname);
  int file = open(path, O_RDWR);
  if (file < 0) return;
  if (fstat(file, &status) == 0) {
    void *at = mmap(NULL, status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (at != MAP_FAILED && ((Machine *)at)->magic == MAGIC) machine = at;
  }
  close(file);
}

static int enter(Functions *functions, int function) {
  struct timespec nap = {0, 1000000};
  __atomic_add_fetch(&functions->calls[function], 1, __ATOMIC_SEQ_CST);
  while (__atomic_load_n(&functions->hangs[function], __ATOMIC_ACQUIRE)) nanosleep(&nap, NULL);
  return __atomic_load_n(&functions->answers[function], __ATOMIC_ACQUIRE);
}

static int enter_machine(int function) {
  pthread_once(&mapped, map_machine);
  if (!machine) return DRIVER_NOT_LOADED;
  int answer = enter(&machine->functions, function);
  if (answer) return answer;
  if (function != INIT && __atomic_load_n(&inits, __ATOMIC_ACQUIRE) == 0) {
    __atomic_add_fetch(&machine->calls_while_uninitialized, 1, __ATOMIC_SEQ_CST);
    return UNINITIALIZED;
  }
  return SUCCESS;
}

/* A handle is no pointer: its low half names the GPU, its high half the generation it was issued in. */
static Device handle_of(int index) {
  return ((uint64_t)(uint32_t)machine->gpu[index].generation + 1) << 32 | (uint32_t)(index + 1);
}

/* MIG instances are found by their UUID only. */
static int gpu_count(void) {
  int count = 0;
  while (count < machine->gpus && machine->gpu[count].parent == 0) count++;
  return count;
}

static int enter_gpu(int function, Device device, Gpu **gpu) {
  int answer = enter_machine(function);
  if (answer) return answer;
  int64_t index = (int64_t)(device & 0xffffffff) - 1;
  if (index < 0 || index >= machine->gpus) return INVALID_ARGUMENT;
  *gpu = &machine->gpu[index];
  answer = enter(&(*gpu)->functions, function);
  if (device != handle_of((int)index)) {
    __atomic_add_fetch(&machine->stale_handle_uses, 1, __ATOMIC_SEQ_CST);
    return GPU_IS_LOST;
  }
  int lost = __atomic_load_n(&(*gpu)->lost, __ATOMIC_ACQUIRE);
  return lost ? lost : answer;
}

static int give_handle(int function, int index, Device *device) {
  Gpu *gpu = &machine->gpu[index];
  int answer = enter(&gpu->functions, function);
  int lost = __atomic_load_n(&gpu->lost, __ATOMIC_ACQUIRE);
  if (lost) return lost;
  if (answer) return answer;
  *device = handle_of(index);
  return SUCCESS;
}

static int give_text(const char *text, char *to, unsigned length) {
  if (strlen(text) >= length) return INSUFFICIENT_SIZE;
  strcpy(to, text);
  return SUCCESS;
}

/* ---- sensors: the truth at the last tick that the lag has let through ---- */

static int64_t now(void) {
  int64_t stopped = __atomic_load_n(&machine->clock, __ATOMIC_ACQUIRE);
  struct timespec time;
  if (stopped) return stopped;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * SECOND + time.tv_nsec;
}

/* Held by whoever writes a breakpoint or reads a sensor; taken over from a holder that died. */
static void lock(Gpu *gpu) {
  for (int tries = 0; tries < 1000000; tries++) {
    int free = 0;
    if (__atomic_compare_exchange_n(&gpu->lock, &free, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
      return;
    sched_yield();
  }
}

static void unlock(Gpu *gpu) { __atomic_store_n(&gpu->lock, 0, __ATOMIC_RELEASE); }

/* splitmix64 of the tick's number: the same in every process, and in Ticks.java. */
static int64_t lateness(const Gpu *gpu, int64_t tick) {
  if (gpu->jitter <= 0) return 0;
  uint64_t z = ((uint64_t)tick + 1) * 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  z ^= z >> 31;
  int64_t most = gpu->jitter < gpu->period ? gpu->jitter : gpu->period - 1;
  return (int64_t)(z % ((uint64_t)most + 1));
}

static int64_t time_of_tick(const Gpu *gpu, int64_t tick) {
  return gpu->phase + tick * gpu->period + lateness(gpu, tick);
}

/* The number of the last tick at or before a time. */
static int64_t tick_at(const Gpu *gpu, int64_t time) {
  int64_t since_phase = time - gpu->phase;
  int64_t tick = since_phase / gpu->period - (since_phase % gpu->period < 0 ? 1 : 0);
  return time_of_tick(gpu, tick) <= time ? tick : tick - 1;
}

static int64_t last_tick(const Gpu *gpu, int64_t at) {
  int64_t seen = (at < gpu->stuck_since ? at : gpu->stuck_since) - gpu->lag;
  return gpu->period <= 0 ? seen : time_of_tick(gpu, tick_at(gpu, seen));
}

static const Breakpoint *breakpoint_at(const Gpu *gpu, int64_t time) {
  int64_t newest = gpu->head - 1;
  int64_t low = gpu->head > RING ? gpu->head - RING : 0;
  int64_t high = newest;
  while (low < high) {
    int64_t middle = low + (high - low + 1) / 2;
    if (gpu->ring[middle % RING].time <= time) low = middle;
    else high = middle - 1;
  }
  return &gpu->ring[low % RING];
}

/* Picojoules. Before the oldest breakpoint kept, its power is taken to have held. */
static __int128 energy_at(const Gpu *gpu, int64_t time) {
  const Breakpoint *from = breakpoint_at(gpu, time);
  return (__int128)from->microjoules * 1000000 + from->picojoules +
         (__int128)from->milliwatts * (time - from->time);
}

static int64_t power_at(const Gpu *gpu, int64_t time, int64_t window) {
  if (window <= 0) return breakpoint_at(gpu, time)->milliwatts;
  return (int64_t)((energy_at(gpu, time) - energy_at(gpu, time - window)) / window);
}

static void count(Gpu *gpu, __int128 picojoules) {
  __int128 sum = picojoules + gpu->counted_picojoules;
  gpu->counted_microjoules += (int64_t)(sum / 1000000);
  gpu->counted_picojoules = (int64_t)(sum % 1000000);
}

/* One tick: the mean power of the window before it, for a whole period. */
static void count_tick(Gpu *gpu, int64_t at) {
  __int128 seen = energy_at(gpu, at) - energy_at(gpu, at - gpu->energy_window);
  __int128 sum = seen * gpu->period + gpu->counted_rest;
  count(gpu, sum / gpu->energy_window);
  gpu->counted_rest = (int64_t)(sum % gpu->energy_window);
}

/* Adds up the ticks since it was last read, in one go where the power has not changed since. */
static void count_until(Gpu *gpu, int64_t until) {
  const Breakpoint *newest = &gpu->ring[(gpu->head - 1) % RING];
  int64_t last = tick_at(gpu, until);
  int64_t tick = tick_at(gpu, gpu->counted_until) + 1;
  for (; tick <= last; tick++) {
    if (time_of_tick(gpu, tick) - gpu->energy_window >= newest->time) {
      count(gpu, (__int128)newest->milliwatts * gpu->period * (last - tick + 1));
      break;
    }
    count_tick(gpu, time_of_tick(gpu, tick));
  }
  gpu->counted_until = until;
}

static void begin_counting(Gpu *gpu, int64_t tick) {
  gpu->counted_until = tick;
  gpu->counted_microjoules = gpu->counted_picojoules = gpu->counted_rest = 0;
  count(gpu, energy_at(gpu, tick));
}

/* Picojoules that the counter has taken in at a tick, before its gain. */
static __int128 counted_at(Gpu *gpu, int64_t tick) {
  if (gpu->energy_window <= 0 || gpu->period <= 0) return energy_at(gpu, tick);
  int64_t first = time_of_tick(gpu, tick_at(gpu, gpu->windowed_since));
  if (tick < first) return energy_at(gpu, tick);
  if (gpu->counted_until == 0) begin_counting(gpu, first);
  if (tick > gpu->counted_until) count_until(gpu, tick);
  return (__int128)gpu->counted_microjoules * 1000000 + gpu->counted_picojoules;
}

static uint64_t read_energy(Gpu *gpu) {
  if (gpu->has_garbage_energy) return (uint64_t)gpu->garbage_energy;
  lock(gpu);
  __int128 picojoules = counted_at(gpu, last_tick(gpu, now()));
  unlock(gpu);
  int64_t millijoules = (int64_t)(picojoules * gpu->gain / 1000000 / 1000000000);
  millijoules += gpu->counter_offset;
  return millijoules < 0 ? 0 : (uint64_t)millijoules;
}

static uint32_t read_power(Gpu *gpu, int64_t window) {
  if (gpu->has_garbage_power) return (uint32_t)gpu->garbage_power;
  lock(gpu);
  int64_t milliwatts = power_at(gpu, last_tick(gpu, now()), window);
  unlock(gpu);
  return (uint32_t)milliwatts;
}

/* ---- the functions, under the names of the header ---- */

#ifndef NO_INIT_SYMBOL
int nvmlInit_v2(void) {
  int answer = enter_machine(INIT);
  if (answer == SUCCESS) __atomic_add_fetch(&inits, 1, __ATOMIC_SEQ_CST);
  return answer;
}
#endif

int nvmlShutdown(void) {
  int answer = enter_machine(SHUTDOWN);
  if (answer == SUCCESS) __atomic_sub_fetch(&inits, 1, __ATOMIC_SEQ_CST);
  return answer;
}

int nvmlSystemGetDriverVersion(char *version, unsigned length) {
  int answer = enter_machine(DRIVER_VERSION);
  return answer ? answer : give_text(machine->driver_version, version, length);
}

int nvmlSystemGetNVMLVersion(char *version, unsigned length) {
  int answer = enter_machine(NVML_VERSION);
  return answer ? answer : give_text(machine->nvml_version, version, length);
}

int nvmlDeviceGetCount_v2(unsigned *count) {
  int answer = enter_machine(COUNT);
  if (answer == SUCCESS) *count = machine->claimed_gpus ? machine->claimed_gpus : gpu_count();
  return answer;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, Device *device) {
  int answer = enter_machine(HANDLE_BY_INDEX);
  if (answer) return answer;
  if (index >= (unsigned)gpu_count()) return INVALID_ARGUMENT;
  return give_handle(HANDLE_BY_INDEX, (int)index, device);
}

int nvmlDeviceGetHandleByUUID(const char *uuid, Device *device) {
  int answer = enter_machine(HANDLE_BY_UUID);
  if (answer) return answer;
  for (int index = 0; index < machine->gpus; index++)
    if (strcmp(uuid, machine->gpu[index].uuid) == 0) {
      int other = machine->gpu[index].mistaken_for;
      return give_handle(HANDLE_BY_UUID, other ? other - 1 : index, device);
    }
  return NOT_FOUND;
}

int nvmlDeviceGetUUID(Device device, char *uuid, unsigned length) {
  Gpu *gpu;
  int answer = enter_gpu(UUID, device, &gpu);
  return answer ? answer : give_text(gpu->uuid, uuid, length);
}

int nvmlDeviceGetName(Device device, char *name, unsigned length) {
  Gpu *gpu;
  int answer = enter_gpu(NAME, device, &gpu);
  return answer ? answer : give_text(gpu->name, name, length);
}

#ifndef NO_ENERGY_SYMBOL
int nvmlDeviceGetTotalEnergyConsumption(Device device, unsigned long long *energy) {
  Gpu *gpu;
  int answer = enter_gpu(ENERGY, device, &gpu);
  if (answer == SUCCESS) *energy = read_energy(gpu);
  return answer;
}
#endif

int nvmlDeviceGetPowerUsage(Device device, unsigned *power) {
  Gpu *gpu;
  int answer = enter_gpu(POWER_USAGE, device, &gpu);
  if (answer == SUCCESS) *power = read_power(gpu, gpu->usage_window);
  return answer;
}

int nvmlDeviceGetEnforcedPowerLimit(Device device, unsigned *limit) {
  Gpu *gpu;
  int answer = enter_gpu(POWER_LIMIT, device, &gpu);
  if (answer == SUCCESS) *limit = gpu->power_limit;
  return answer;
}

int nvmlDeviceGetPerformanceState(Device device, int *state) {
  Gpu *gpu;
  int answer = enter_gpu(PERFORMANCE_STATE, device, &gpu);
  if (answer == SUCCESS) *state = gpu->performance_state;
  return answer;
}

#ifndef NO_STATE_SYMBOLS
/* A MIG instance's index counts the instances of its GPU. */
int nvmlDeviceGetIndex(Device device, unsigned *index) {
  Gpu *gpu;
  int answer = enter_gpu(INDEX, device, &gpu);
  if (answer == SUCCESS) *index = gpu->parent ? gpu->index_in_parent : gpu - machine->gpu;
  return answer;
}

int nvmlDeviceGetDeviceHandleFromMigDeviceHandle(Device instance, Device *device) {
  Gpu *gpu;
  int answer = enter_gpu(PARENT, instance, &gpu);
  if (answer) return answer;
  if (gpu->parent == 0) return INVALID_ARGUMENT;
  *device = handle_of(gpu->parent - 1);
  return SUCCESS;
}

int nvmlDeviceGetPciInfo_v3(Device device, PciInfo *pci) {
  Gpu *gpu;
  int answer = enter_gpu(PCI_INFO, device, &gpu);
  if (answer) return answer;
  if (gpu->parent) return NOT_SUPPORTED;
  memset(pci, 0, sizeof *pci);
  strcpy(pci->bus_id, gpu->pci_bus_id);
  return SUCCESS;
}

int nvmlDeviceGetUtilizationRates(Device device, Utilization *utilization) {
  Gpu *gpu;
  int answer = enter_gpu(UTILIZATION, device, &gpu);
  if (answer) return answer;
  if (gpu->parent) return NOT_SUPPORTED;
  utilization->gpu = gpu->utilization;
  utilization->memory = 0;
  return SUCCESS;
}

int nvmlDeviceGetCurrentClocksEventReasons(Device device, unsigned long long *reasons) {
  Gpu *gpu;
  int answer = enter_gpu(EVENT_REASONS, device, &gpu);
  if (answer == SUCCESS) *reasons = (unsigned long long)gpu->event_reasons;
  return answer;
}

/* A clock that was stopped is the wall clock too. */
static int64_t wall_microseconds(void) {
  int64_t stopped = __atomic_load_n(&machine->clock, __ATOMIC_ACQUIRE);
  struct timespec time;
  if (stopped) return stopped / 1000;
  clock_gettime(CLOCK_REALTIME, &time);
  return time.tv_sec * 1000000LL + time.tv_nsec / 1000;
}

/* One process, with a sample on each tick of a sixth of a second. */
int nvmlDeviceGetProcessUtilization(Device device, ProcessSample *samples, unsigned *count,
                                    unsigned long long last_seen) {
  Gpu *gpu;
  int answer = enter_gpu(PROCESS_UTILIZATION, device, &gpu);
  if (answer) return answer;
  int64_t latest = wall_microseconds() - gpu->sample_age / 1000;
  latest -= latest % 166667;
  if (gpu->process == 0 || (uint64_t)latest <= last_seen) return NOT_FOUND;
  if (samples == NULL || *count < 1) {
    *count = 1;
    return INSUFFICIENT_SIZE;
  }
  *count = 1;
  memset(samples, 0, sizeof *samples);
  samples->pid = gpu->process;
  samples->timestamp = latest;
  samples->sm = gpu->utilization;
  return SUCCESS;
}

#ifndef NO_TEMPERATURE_SYMBOL
int nvmlDeviceGetTemperature(Device device, int sensor, unsigned *temperature) {
  Gpu *gpu;
  int answer = enter_gpu(TEMPERATURE, device, &gpu);
  if (answer) return answer;
  if (sensor != 0) return INVALID_ARGUMENT;
  *temperature = (unsigned)gpu->temperature;
  return SUCCESS;
}
#endif

int nvmlDeviceGetTemperatureV(Device device, Temperature *temperature) {
  Gpu *gpu;
  int answer = enter_gpu(TEMPERATURE_V, device, &gpu);
  if (answer) return answer;
  if (temperature->version != TEMPERATURE_V1) return ARGUMENT_VERSION_MISMATCH;
  if (temperature->sensor != 0) return INVALID_ARGUMENT;
  temperature->temperature = gpu->temperature;
  return SUCCESS;
}

static int give_clock(Gpu *gpu, int function, int32_t megahertz, unsigned *clock) {
  int answer = enter(&gpu->functions, function);
  if (answer == SUCCESS) *clock = megahertz;
  return answer;
}

int nvmlDeviceGetClockInfo(Device device, int type, unsigned *clock) {
  Gpu *gpu;
  int answer = enter_gpu(CLOCK_INFO, device, &gpu);
  if (answer) return answer;
  switch (type) {
    case CLOCK_TYPE_SM: return give_clock(gpu, CLOCK_SM, gpu->sm_clock, clock);
    case CLOCK_TYPE_MEMORY: return give_clock(gpu, CLOCK_MEMORY, gpu->memory_clock, clock);
    default: return INVALID_ARGUMENT;
  }
}
#endif

#ifndef NO_FIELDS_SYMBOL
static int fill_power(Gpu *gpu, FieldValue *field, int function, int64_t window) {
  if (field->scope_id != 0) return NOT_SUPPORTED;
  int answer = enter(&gpu->functions, function);
  if (answer) return answer;
  field->value_type = gpu->field_type;
  field->value.ull = 0;
  if (gpu->field_type == 0) field->value.d = read_power(gpu, window);
  else field->value.ui = read_power(gpu, window);
  return SUCCESS;
}

static int fill_energy(Gpu *gpu, FieldValue *field) {
  int answer = enter(&gpu->functions, FIELD_ENERGY);
  if (answer) return answer;
  field->value_type = TYPE_UNSIGNED_LONG_LONG;
  field->value.ull = read_energy(gpu);
  return SUCCESS;
}

static int fill(Gpu *gpu, FieldValue *field) {
  switch (field->field_id) {
    case FI_ENERGY: return fill_energy(gpu, field);
    case FI_POWER_AVERAGE: return fill_power(gpu, field, FIELD_AVERAGE_POWER, SECOND);
    case FI_POWER_INSTANT: return fill_power(gpu, field, FIELD_INSTANT_POWER, gpu->window);
    default: return INVALID_ARGUMENT;
  }
}

/* Succeeds when any field was filled; gives the last field's failure when none was. */
int nvmlDeviceGetFieldValues(Device device, int count, FieldValue *fields) {
  Gpu *gpu;
  int answer = enter_gpu(FIELD_VALUES, device, &gpu);
  if (answer) return answer;
  int filled = 0;
  for (int i = 0; i < count; i++) {
    fields[i].answer = fill(gpu, &fields[i]);
    if (fields[i].answer == SUCCESS) filled = 1;
  }
  return filled || count == 0 ? SUCCESS : fields[count - 1].answer;
}
#endif
