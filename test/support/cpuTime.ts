/* eslint-disable @n8n/community-nodes/no-restricted-globals */

/**
 * Milliseconds that this process has worked so far. What it takes to compute something is measured by it, as on a busy
 * machine the time by the clock is that of the others, too.
 */
export function cpuMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}
