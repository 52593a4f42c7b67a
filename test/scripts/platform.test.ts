import { credentialLines, simulatedPlatform } from '../../scripts/demo/platform';

describe('what `npm start` prints for a credential', () => {
	it("is the simulator's key and its two addresses", async () => {
		const platform = await simulatedPlatform();
		await platform.stop();
		const { apiKey, taskApiUrl, toolApiUrl } = platform.credential.data;
		const text = credentialLines(platform).join('\n');
		expect(text).toContain(`API Key       ${String(apiKey)}`);
		expect(text).toContain(`Task API URL  ${String(taskApiUrl)}`);
		expect(text).toContain(`Tool API URL  ${String(toolApiUrl)}`);
		expect(text).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
	});
});
