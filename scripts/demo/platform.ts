// Where the demo's tasks go: the simulator on this machine.
import { startSimulator } from '../../simulator/server';
import type { CredentialInput } from '../n8n/model';

export interface Platform {
	name: string;
	credential: CredentialInput;
	stop(): Promise<void>;
}

/** So that the demo shows a wait, but not a long one. */
const TASK_SECONDS = 6;

/** The smart schedule knows how long real tasks take and would ask too late for these. */
export const WAIT_OPTIONS = { schedule: 'fixed', interval: 1 };

export async function simulatedPlatform(): Promise<Platform> {
	const { key, platformUrl, toolsUrl, stop } = await startSimulator({ taskSeconds: TASK_SECONDS });
	return {
		name: `${platformUrl}, tasks of ${TASK_SECONDS} s`,
		credential: {
			name: 'KexiangAI simulator',
			type: 'kexiangApi',
			data: { apiKey: key, taskApiUrl: platformUrl, toolApiUrl: toolsUrl },
		},
		stop,
	};
}

/** What to enter in a credential of one's own; the simulator's key is no secret. Pure. */
export function credentialLines({ credential }: Platform): string[] {
	const { apiKey, taskApiUrl, toolApiUrl } = credential.data;
	return [
		'For a credential of your own, as long as this runs:',
		`  API Key       ${String(apiKey)}`,
		`  Task API URL  ${String(taskApiUrl)}`,
		`  Tool API URL  ${String(toolApiUrl)}`,
	];
}
