import { run } from '../../support/kexiang';
import { testProvider } from '../../support/operationCases';
import { GOOGLE } from './google';
import { HUNYUAN } from './hunyuan';
import { KLING } from './kling';
import { OPEN_AI } from './openAi';
import { WANXIANG } from './wanxiang';

for (const provider of [HUNYUAN, KLING, OPEN_AI, WANXIANG]) testProvider(provider);

testProvider(GOOGLE, (simulator) => {
	it('asks for a channel task by the body of reference 5.3', async () => {
		const parameters = { operation: 'kbananaChannelQuery', taskId: 'abc' };
		await run(simulator, [{ type: 'kexiangGoogle', parameters }]);
		const { requests, violations } = simulator.ledger;
		expect(violations).toEqual([]);
		expect(requests[0]).toMatchObject({ operationId: 'kbananaChannelQuery', body: { id: 'abc' } });
	});
});
