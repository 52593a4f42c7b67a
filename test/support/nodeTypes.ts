import { KexiangCustomRequest } from '../../nodes/KexiangCustomRequest/KexiangCustomRequest.node';
import { KexiangGoogle } from '../../nodes/KexiangGoogle/KexiangGoogle.node';
import { KexiangHunyuan } from '../../nodes/KexiangHunyuan/KexiangHunyuan.node';
import { KexiangJimeng } from '../../nodes/KexiangJimeng/KexiangJimeng.node';
import { KexiangKling } from '../../nodes/KexiangKling/KexiangKling.node';
import { KexiangOpenAi } from '../../nodes/KexiangOpenAi/KexiangOpenAi.node';
import { KexiangVideoTools } from '../../nodes/KexiangVideoTools/KexiangVideoTools.node';
import { KexiangVolcengine } from '../../nodes/KexiangVolcengine/KexiangVolcengine.node';
import { KexiangWaitForTask } from '../../nodes/KexiangWaitForTask/KexiangWaitForTask.node';
import { KexiangWaitForTaskDurable } from '../../nodes/KexiangWaitForTaskDurable/KexiangWaitForTaskDurable.node';
import { KexiangWanxiang } from '../../nodes/KexiangWanxiang/KexiangWanxiang.node';

/** Every node of the package. */
export const nodeTypes = () => [
	new KexiangCustomRequest(),
	new KexiangGoogle(),
	new KexiangHunyuan(),
	new KexiangJimeng(),
	new KexiangKling(),
	new KexiangOpenAi(),
	new KexiangVideoTools(),
	new KexiangVolcengine(),
	new KexiangWanxiang(),
	new KexiangWaitForTask(),
	new KexiangWaitForTaskDurable(),
];
