/*
 * A stand-in for libcuda with one device of four multiprocessors. It runs nothing, and answers as a driver does that
 * checks what it is given.
 */
#include <stdint.h>
#include <string.h>

enum { SUCCESS = 0, INVALID_VALUE = 1, NOT_INITIALIZED = 3, INVALID_CONTEXT = 201, NOT_FOUND = 500 };

static int initialized, contexts, current, loaded;
static char kernel;
static uint64_t launched_nanos;
static unsigned launched_blocks, launched_threads;

int cuInit(unsigned flags) {
  initialized = flags == 0;
  return initialized ? SUCCESS : INVALID_VALUE;
}

int cuDeviceGet(int *device, int ordinal) {
  if (!initialized) return NOT_INITIALIZED;
  *device = 7;
  return ordinal == 0 ? SUCCESS : INVALID_VALUE;
}

int cuDeviceGetUuid(unsigned char *uuid, int device) {
  for (int i = 0; i < 16; i++) uuid[i] = (unsigned char)(0x11 * i);
  return device == 7 ? SUCCESS : INVALID_VALUE;
}

int cuDevicePrimaryCtxRetain(void **context, int device) {
  if (device != 7) return INVALID_VALUE;
  contexts++;
  *context = &contexts;
  return SUCCESS;
}

int cuDevicePrimaryCtxRelease_v2(int device) {
  if (device != 7 || contexts == 0) return INVALID_CONTEXT;
  contexts--;
  return SUCCESS;
}

int cuCtxSetCurrent(void *context) {
  current = context == &contexts;
  return current ? SUCCESS : INVALID_CONTEXT;
}

int cuDeviceGetAttribute(int *value, int attribute, int device) {
  *value = 4;
  return attribute == 16 && device == 7 ? SUCCESS : INVALID_VALUE;
}

int cuModuleLoadData(void **module, const char *image) {
  loaded = current && strncmp(image, ".version ", 9) == 0 && strstr(image, ".entry spin(") && !strstr(image, "%s");
  *module = &loaded;
  return loaded ? SUCCESS : INVALID_VALUE;
}

int cuModuleGetFunction(void **function, void *module, const char *name) {
  if (module != &loaded || strcmp(name, "spin") != 0) return NOT_FOUND;
  *function = &kernel;
  return SUCCESS;
}

int cuLaunchKernel(void *function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x,
                   unsigned block_y, unsigned block_z, unsigned shared, void *stream, void **parameters,
                   void **extra) {
  if (function != &kernel || grid_y != 1 || grid_z != 1 || block_y != 1 || block_z != 1) return INVALID_VALUE;
  if (shared != 0 || stream != NULL || extra != NULL || *(uint64_t *)parameters[1] != 0) return INVALID_VALUE;
  launched_nanos = *(uint64_t *)parameters[0];
  launched_blocks = grid_x;
  launched_threads = block_x;
  return SUCCESS;
}

int cuStreamSynchronize(void *stream) { return stream == NULL && launched_nanos ? SUCCESS : INVALID_VALUE; }

long fakeLaunchedNanos(void) { return (long)launched_nanos; }
int fakeLaunchedThreads(void) { return (int)(launched_blocks * launched_threads); }
int fakeContexts(void) { return contexts; }
