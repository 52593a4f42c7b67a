import type { Simulator } from './server';

/** Where a simulator is reached, and its key. */
export type Platform = Pick<Simulator, 'platformUrl' | 'toolsUrl' | 'key'>;

/** The data of a KexiangAI credential that leads to it. */
export const credentialFor = ({ key, platformUrl, toolsUrl }: Platform) => ({
	apiKey: key,
	taskApiUrl: platformUrl,
	toolApiUrl: toolsUrl,
});
