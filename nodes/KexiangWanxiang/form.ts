import { providerForm } from '../shared/operation/form';
import { wanxiang } from './provider';

export const wanxiangForm = providerForm(wanxiang.operations);
