import { customRequest } from '../nodes/KexiangCustomRequest/provider';
import { google } from '../nodes/KexiangGoogle/provider';
import { hunyuan } from '../nodes/KexiangHunyuan/provider';
import { jimeng } from '../nodes/KexiangJimeng/provider';
import { kling } from '../nodes/KexiangKling/provider';
import { openAi } from '../nodes/KexiangOpenAi/provider';
import { videoTools } from '../nodes/KexiangVideoTools/provider';
import { volcengine } from '../nodes/KexiangVolcengine/provider';
import { wanxiang } from '../nodes/KexiangWanxiang/provider';
import type { Provider } from '../nodes/shared/run/plan';

/** Every provider, for tools and tests; the nodes themselves do not know of each other. */
export const PROVIDERS: readonly Provider[] = [
	google,
	hunyuan,
	jimeng,
	kling,
	openAi,
	videoTools,
	volcengine,
	wanxiang,
	customRequest,
];
