package io.joulebook.nvml;

/**
 * What one GPU can be asked, found out by asking once, when it was attached.
 *
 * <p>Probed by calling, because the architecture does not tell: vGPU guests and Jetson boards
 * refuse what their architecture promises. Immutable.
 *
 * @param energyCounter millijoules since the driver was loaded: {@code
 *     nvmlDeviceGetTotalEnergyConsumption}
 * @param instantPower milliwatts now: field 186, scope GPU
 * @param averagePower milliwatts over the last second: field 185, scope GPU
 * @param powerUsage milliwatts, averaged or not as the architecture has it: {@code
 *     nvmlDeviceGetPowerUsage}
 */
public record Capabilities(
    Capability energyCounter,
    Capability instantPower,
    Capability averagePower,
    Capability powerUsage) {}
